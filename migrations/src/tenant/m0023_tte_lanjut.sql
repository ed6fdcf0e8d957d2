-- What is known of a revocation of the signer's certificate; documents verified before have none of it. A seal is recognised
-- by the name that the office says its certificate carries.
ALTER TABLE dokumen
    ADD COLUMN pencabutan text
        CONSTRAINT dokumen_pencabutan_sah CHECK (pencabutan IN ('tidak_diketahui', 'tidak_dicabut', 'dicabut_kemudian'));
ALTER TABLE dokumen
    DROP CONSTRAINT dokumen_penanda_tangan_cocok_check,
    ADD CONSTRAINT dokumen_penanda_tangan_cocok_check CHECK (penanda_tangan_cocok IN ('nik', 'nama', 'segel', 'tidak'));

-- The number under which a host of the first generation keeps what it signed.
ALTER TABLE tte_percobaan ADD COLUMN nomor_host text;
