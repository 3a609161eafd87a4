-- Access reviews. `content` is JSON: what a review says. `state` is how far it is: draft,
-- open or closed. `revision` is the number of its last change, `version` that of the last
-- one that was no decision. `items` and `bytes` are how many items it has, and how long
-- they are; `receipts` how many receipts are attached to it.
CREATE TABLE reviews (
    number   INTEGER PRIMARY KEY,
    id       TEXT NOT NULL UNIQUE,
    state    TEXT NOT NULL,
    items    INTEGER NOT NULL,
    bytes    INTEGER NOT NULL,
    receipts INTEGER NOT NULL,
    version  INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    content  TEXT NOT NULL
) STRICT;

-- The accounts of a review, as they were when it was made: JSON.
CREATE TABLE review_items (
    review  INTEGER NOT NULL REFERENCES reviews (number),
    item    INTEGER NOT NULL,
    content TEXT NOT NULL,
    PRIMARY KEY (review, item)
) STRICT, WITHOUT ROWID;

-- The last decision about each item: a row of its own, so that no reviewer overwrites what
-- another decided about others. `version` is the number of the change of the review that
-- made it, `tally` as what it is counted, `content` is JSON.
CREATE TABLE review_decisions (
    review  INTEGER NOT NULL,
    item    INTEGER NOT NULL,
    version INTEGER NOT NULL,
    tally   TEXT NOT NULL,
    content TEXT NOT NULL,
    PRIMARY KEY (review, item),
    FOREIGN KEY (review, item) REFERENCES review_items (review, item)
) STRICT, WITHOUT ROWID;
CREATE INDEX review_decisions_since ON review_decisions (review, version);

-- The receipts of what was done after a review was closed, by their IDs.
CREATE TABLE review_receipts (
    review  INTEGER NOT NULL REFERENCES reviews (number),
    receipt TEXT NOT NULL,
    PRIMARY KEY (review, receipt)
) STRICT, WITHOUT ROWID;
