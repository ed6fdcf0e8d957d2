-- What was announced about the lists of revoked certificates that the office keeps: each list and state once.
CREATE TABLE tte_peringatan_crl (
    sidik   bytea       NOT NULL,
    tingkat text        NOT NULL,
    pada    timestamptz NOT NULL,
    PRIMARY KEY (sidik, tingkat)
);

-- Who took a ticket by writing ANTRE.
ALTER TABLE loket_tiket ADD COLUMN kontak_id uuid REFERENCES kontak (id);
CREATE INDEX loket_tiket_kontak ON loket_tiket (kontak_id, tanggal, id) WHERE kontak_id IS NOT NULL;

-- Receipts that residents asked for by writing TANDA TERIMA: rendered and sent by the worker, each once.
CREATE TABLE loket_tanda_terima_minta (
    id              uuid        PRIMARY KEY,
    pengambilan_id  uuid        NOT NULL REFERENCES loket_pengambilan (id),
    kontak_id       uuid        NOT NULL REFERENCES kontak (id),
    diminta_pada    timestamptz NOT NULL,
    selesai_pada    timestamptz
);
CREATE UNIQUE INDEX loket_tanda_terima_minta_terbuka ON loket_tanda_terima_minta (pengambilan_id)
    WHERE selesai_pada IS NULL;
CREATE INDEX loket_tanda_terima_minta_kontak ON loket_tanda_terima_minta (kontak_id, diminta_pada);
