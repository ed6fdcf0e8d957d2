-- What a case that follows another brings along: its requirements, each with the requirement of the first case whose papers
-- answer it, and the requirement that the issued product itself answers.
ALTER TABLE permohonan_susulan
    ADD COLUMN berkas jsonb NOT NULL DEFAULT '{}',
    ADD COLUMN hasil  text;
