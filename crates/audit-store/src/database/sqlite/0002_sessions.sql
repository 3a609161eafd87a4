-- Who is signed in. `token` is the SHA-256 of what the browser has; times are
-- seconds since 1970.
CREATE TABLE sessions (
    token BLOB PRIMARY KEY,
    name  TEXT NOT NULL,
    role  TEXT NOT NULL CHECK (role IN ('viewer', 'operator')),
    way   TEXT NOT NULL CHECK (way IN ('password', 'provider')),
    began INTEGER NOT NULL,
    seen  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
