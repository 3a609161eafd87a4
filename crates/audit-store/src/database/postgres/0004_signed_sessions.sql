-- Sessions that this program's key signs (signature), with the fingerprint of the
-- credential that they began with and who vouched for their person (via: local, or
-- openid: and the issuer). Those of before have none of it: everybody signs in again.
DROP TABLE passwords;
DROP TABLE sessions;
CREATE TABLE sessions (
    token      BYTEA PRIMARY KEY,
    name       TEXT NOT NULL,
    role       TEXT NOT NULL CHECK (role IN ('viewer', 'operator')),
    via        TEXT NOT NULL,
    credential BYTEA NOT NULL,
    began      BIGINT NOT NULL,
    seen       BIGINT NOT NULL,
    signature  BYTEA NOT NULL
);
CREATE INDEX sessions_person ON sessions (via, name, began);
CREATE INDEX sessions_began ON sessions (began);
CREATE INDEX sessions_seen ON sessions (seen);
