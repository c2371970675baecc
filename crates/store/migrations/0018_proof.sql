-- When whoever sits before a signed-in browser last typed the password; 0 when that was never noted.
ALTER TABLE session ADD COLUMN proved_at BIGINT NOT NULL DEFAULT 0;
