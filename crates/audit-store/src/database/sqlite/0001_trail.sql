-- What was asked of the platforms and what came of it, in the order in which it
-- was recorded. Rows are only ever added. `hash` is over the row before and
-- this one, so that a row that is changed, taken out or moved shows.
CREATE TABLE trail (
    number  INTEGER PRIMARY KEY,
    at      TEXT NOT NULL,
    kind    TEXT NOT NULL CHECK (kind IN ('asked', 'ended')),
    change  TEXT NOT NULL,
    content TEXT NOT NULL,
    hash    BLOB NOT NULL,
    UNIQUE (change, kind)
) STRICT;
