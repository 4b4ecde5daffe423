-- WeChat's access tokens, one for each mini program, for all nodes. They live for two hours.

CREATE TABLE wechat_tokens (
    app_id     TEXT PRIMARY KEY,
    token      TEXT NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
