-- Changes are found by when they were asked for, whatever their order: clocks
-- are set back.
CREATE INDEX trail_times ON trail (at) WHERE kind = 'asked';
