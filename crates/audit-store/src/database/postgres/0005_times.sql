-- Changes are found by when they were asked for, whatever their order: clocks
-- are set back. Times are compared byte by byte, as SQLite does.
ALTER TABLE trail ALTER COLUMN at TYPE TEXT COLLATE "C";
CREATE INDEX trail_times ON trail (at, number) WHERE kind = 'asked';
