-- Besides changes, events stand in the chain: who signed in and out, and who read
-- the record. They are found by their time as changes are. SQLite changes no
-- constraint of a table, so the rows move to a new one.
CREATE TABLE rows_with_events (
    number   INTEGER PRIMARY KEY,
    at       TEXT NOT NULL,
    kind     TEXT NOT NULL CHECK (kind IN ('asked', 'ended', 'event')),
    change   TEXT NOT NULL,
    content  TEXT NOT NULL,
    hash     BLOB NOT NULL,
    instance INTEGER NOT NULL
) STRICT;
INSERT INTO rows_with_events
    SELECT number, at, kind, change, content, hash, instance FROM trail;
DROP TABLE trail;
ALTER TABLE rows_with_events RENAME TO trail;
CREATE UNIQUE INDEX trail_asked ON trail (change) WHERE kind = 'asked';
CREATE INDEX trail_ended ON trail (change) WHERE kind = 'ended';
CREATE INDEX trail_times ON trail (at) WHERE kind <> 'ended';
