-- Which password people's sessions began with: the SHA-256 of what stands in the
-- configuration, which is no password but its hash. Once another stands there,
-- the sessions of before end.
CREATE TABLE passwords (
    name  TEXT PRIMARY KEY,
    print BLOB NOT NULL
) STRICT, WITHOUT ROWID;
