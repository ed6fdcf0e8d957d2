-- What a verified signature says besides who signed and when: until when the certificate is valid, by what the signer was
-- recognised, and whether the time comes from a timestamp token. Documents verified before have none of it.
ALTER TABLE dokumen ADD COLUMN sertifikat_berlaku_sampai timestamptz;
ALTER TABLE dokumen ADD COLUMN penanda_tangan_cocok text CHECK (penanda_tangan_cocok IN ('nik', 'nama', 'tidak'));
ALTER TABLE dokumen ADD COLUMN bercap_waktu boolean;
