-- How often a vector that came late has set a follower back: it tells one that was set back while it read.
ALTER TABLE passage_followers ADD COLUMN set_backs INTEGER NOT NULL DEFAULT 0;
