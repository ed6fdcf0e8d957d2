-- The WhatsApp Business Account of a number: what is told of an account or a template names nothing else.
ALTER TABLE wa_nomor ADD COLUMN waba_id text;
CREATE INDEX wa_nomor_waba ON wa_nomor (waba_id) WHERE waba_id IS NOT NULL;
