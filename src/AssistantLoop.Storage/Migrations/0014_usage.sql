-- What an answer took: tokens of its prompt and of itself, and milliseconds from the question to its first text.
ALTER TABLE messages ADD COLUMN prompt_tokens INTEGER NULL;
ALTER TABLE messages ADD COLUMN answer_tokens INTEGER NULL;
ALTER TABLE messages ADD COLUMN first_text_ms INTEGER NULL;
