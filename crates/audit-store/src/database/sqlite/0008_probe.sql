-- As many bytes as could not be written before, to look whether they can be now;
-- empty again once that is known.
ALTER TABLE instances ADD COLUMN probe BLOB NOT NULL DEFAULT x'';
