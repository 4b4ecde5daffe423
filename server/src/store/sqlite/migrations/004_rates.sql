-- How often something was done in a window of time. Only hashes of who did it are kept.

CREATE TABLE rates (
    key     BLOB PRIMARY KEY,
    count   INTEGER NOT NULL,
    ends_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX rates_by_end ON rates (ends_at);
