-- As many bytes as could not be written before, to look whether they can be now;
-- empty again once that is known. Compressed they would take no room.
ALTER TABLE instances ADD COLUMN probe BYTEA NOT NULL DEFAULT '';
ALTER TABLE instances ALTER COLUMN probe SET STORAGE EXTERNAL;
