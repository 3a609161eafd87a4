-- The processes that write the trail, as long as they may have changes under
-- way. `since` is the last row when one began. What a process leaves open when
-- it dies is marked as unknown by another; should it hear the end of a change
-- after all, there are two ends, and the later one counts.
CREATE TABLE instances (
    id    INTEGER PRIMARY KEY,
    since INTEGER NOT NULL
) STRICT;

-- Without the hash over it: it says whose business a change was, not what the
-- change was.
CREATE TABLE rows_with_instance (
    number   INTEGER PRIMARY KEY,
    at       TEXT NOT NULL,
    kind     TEXT NOT NULL CHECK (kind IN ('asked', 'ended')),
    change   TEXT NOT NULL,
    content  TEXT NOT NULL,
    hash     BLOB NOT NULL,
    instance INTEGER NOT NULL
) STRICT;
INSERT INTO rows_with_instance
    SELECT number, at, kind, change, content, hash, 0 FROM trail;
DROP TABLE trail;
ALTER TABLE rows_with_instance RENAME TO trail;
CREATE UNIQUE INDEX trail_asked ON trail (change) WHERE kind = 'asked';
CREATE INDEX trail_ended ON trail (change) WHERE kind = 'ended';

-- Nobody knows any more who wrote the rows of before.
INSERT INTO instances SELECT 0, 0 WHERE EXISTS (SELECT 1 FROM trail);
