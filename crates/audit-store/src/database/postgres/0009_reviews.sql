-- Access reviews. `content` is JSON: what a review says. `state` is how far it is: draft,
-- open or closed. `revision` is the number of its last change, `version` that of the last
-- one that was no decision. `items` and `bytes` are how many items it has, and how long
-- they are; `receipts` how many receipts are attached to it.
CREATE TABLE reviews (
    number   BIGINT PRIMARY KEY,
    id       TEXT NOT NULL UNIQUE,
    state    TEXT NOT NULL,
    items    BIGINT NOT NULL,
    bytes    BIGINT NOT NULL,
    receipts BIGINT NOT NULL,
    version  BIGINT NOT NULL,
    revision BIGINT NOT NULL,
    content  TEXT NOT NULL
);

-- The accounts of a review, as they were when it was made: JSON.
CREATE TABLE review_items (
    review  BIGINT NOT NULL REFERENCES reviews (number),
    item    BIGINT NOT NULL,
    content TEXT NOT NULL,
    PRIMARY KEY (review, item)
);

-- The last decision about each item: a row of its own, so that no reviewer overwrites what
-- another decided about others. `version` is the number of the change of the review that
-- made it, `tally` as what it is counted, `content` is JSON.
CREATE TABLE review_decisions (
    review  BIGINT NOT NULL,
    item    BIGINT NOT NULL,
    version BIGINT NOT NULL,
    tally   TEXT NOT NULL,
    content TEXT NOT NULL,
    PRIMARY KEY (review, item),
    FOREIGN KEY (review, item) REFERENCES review_items (review, item)
);
CREATE INDEX review_decisions_since ON review_decisions (review, version);

-- The receipts of what was done after a review was closed, by their IDs.
CREATE TABLE review_receipts (
    review  BIGINT NOT NULL REFERENCES reviews (number),
    receipt TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (review, receipt)
);
