-- What people decided about people and accounts: assignments of accounts, people who
-- have departed, dismissed findings, settings. `content` is JSON. `version` is the
-- number of the change that made a row what it is. Names may be of any letters: they
-- are compared byte by byte.
CREATE TABLE people (
    kind    TEXT NOT NULL,
    key     TEXT NOT NULL,
    version INTEGER NOT NULL,
    content TEXT NOT NULL,
    PRIMARY KEY (kind, key)
) STRICT, WITHOUT ROWID;

-- The number of the last change of any of them, and when it was. Changes take turns
-- by this row.
CREATE TABLE people_state (
    one      INTEGER PRIMARY KEY CHECK (one = 1),
    revision INTEGER NOT NULL,
    at       TEXT NOT NULL
) STRICT;
INSERT INTO people_state (one, revision, at) VALUES (1, 0, '');

-- Receipts of what was done, and the people whom each is about. They are only ever
-- added. `summary` is what a list shows of one.
CREATE TABLE receipts (
    number  INTEGER PRIMARY KEY,
    id      TEXT NOT NULL UNIQUE,
    summary TEXT NOT NULL,
    content TEXT NOT NULL
) STRICT;
CREATE TABLE receipt_people (
    person TEXT NOT NULL,
    number INTEGER NOT NULL REFERENCES receipts (number),
    PRIMARY KEY (person, number)
) STRICT, WITHOUT ROWID;
