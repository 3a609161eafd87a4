-- What people decided about people and accounts: assignments of accounts, people who
-- have departed, dismissed findings, settings. `content` is JSON. `version` is the
-- number of the change that made a row what it is. Names may be of any letters: they
-- are compared byte by byte.
CREATE TABLE people (
    kind    TEXT COLLATE "C" NOT NULL,
    key     TEXT COLLATE "C" NOT NULL,
    version BIGINT NOT NULL,
    content TEXT NOT NULL,
    PRIMARY KEY (kind, key)
);

-- The number of the last change of any of them, and when it was. Changes take turns
-- by this row.
CREATE TABLE people_state (
    one      BIGINT PRIMARY KEY CHECK (one = 1),
    revision BIGINT NOT NULL,
    at       TEXT NOT NULL
);
INSERT INTO people_state (one, revision, at) VALUES (1, 0, '');

-- Receipts of what was done, and the people whom each is about. They are only ever
-- added. `summary` is what a list shows of one.
CREATE TABLE receipts (
    number  BIGINT PRIMARY KEY,
    id      TEXT NOT NULL UNIQUE,
    summary TEXT NOT NULL,
    content TEXT NOT NULL
);
CREATE TABLE receipt_people (
    person TEXT COLLATE "C" NOT NULL,
    number BIGINT NOT NULL REFERENCES receipts (number),
    PRIMARY KEY (person, number)
);
