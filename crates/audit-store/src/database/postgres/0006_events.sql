-- Besides changes, events stand in the chain: who signed in and out, and who read
-- the record. They are found by their time as changes are.
ALTER TABLE trail DROP CONSTRAINT trail_kind_check;
ALTER TABLE trail ADD CONSTRAINT trail_kind_check
    CHECK (kind IN ('asked', 'ended', 'event'));
DROP INDEX trail_times;
CREATE INDEX trail_times ON trail (at, number) WHERE kind <> 'ended';
