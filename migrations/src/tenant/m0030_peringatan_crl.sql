-- What was announced about the lists of revoked certificates that the office keeps: each list and state once.
CREATE TABLE tte_peringatan_crl (
    sidik   bytea       NOT NULL,
    tingkat text        NOT NULL,
    pada    timestamptz NOT NULL,
    PRIMARY KEY (sidik, tingkat)
);
