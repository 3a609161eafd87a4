-- What was asked of the platforms and what came of it, in the order in which it
-- was recorded. Rows are only ever added. `hash` is over the row before and
-- this one, so that a row that is changed, taken out or moved shows; not over
-- `instance`, which says whose business a change was, not what the change was.
CREATE TABLE trail (
    number   BIGINT PRIMARY KEY,
    at       TEXT NOT NULL,
    kind     TEXT NOT NULL CHECK (kind IN ('asked', 'ended')),
    change   TEXT NOT NULL,
    content  TEXT NOT NULL,
    hash     BYTEA NOT NULL,
    instance BIGINT NOT NULL
);
CREATE UNIQUE INDEX trail_asked ON trail (change) WHERE kind = 'asked';
CREATE INDEX trail_ended ON trail (change) WHERE kind = 'ended';

-- The processes that write the trail, as long as they may have changes under
-- way. `since` is the last row when one began. Each holds the advisory lock
-- `id` as long as it lives. What it leaves open when it dies is marked as
-- unknown by another; should it hear the end of a change after all, there are
-- two ends, and the later one counts.
CREATE TABLE instances (
    id    BIGINT PRIMARY KEY,
    since BIGINT NOT NULL
);
