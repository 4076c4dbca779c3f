-- Audit events hold keyed hashes alone: whoever reads them cannot find out by trying what a plain one was made of. Those
-- that are there are keyed now. What was signed and sealed of these events were the keyed hashes already, so that every
-- signature and every entry of the ledger stays as it is.
CREATE FUNCTION pg_temp.keyed(key text, message text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT AS $$
DECLARE
  -- HMAC-SHA-256 (RFC 2104); the key is longer than a block of the digest, and stands as its hash.
  short bytea := sha256(convert_to(key, 'UTF8'));
  inward bytea := decode(repeat('36', 64), 'hex');
  outward bytea := decode(repeat('5c', 64), 'hex');
BEGIN
  FOR i IN 0..31 LOOP
    inward := set_byte(inward, i, get_byte(inward, i) # get_byte(short, i));
    outward := set_byte(outward, i, get_byte(outward, i) # get_byte(short, i));
  END LOOP;
  RETURN encode(sha256(outward || sha256(inward || convert_to(message, 'UTF8'))), 'hex');
END $$;

ALTER TABLE audit_event DISABLE TRIGGER audit_event_keep;
UPDATE audit_event SET before_hash = pg_temp.keyed(value, before_hash), after_hash = pg_temp.keyed(value, after_hash)
  FROM installation WHERE name = 'proof-key' AND (before_hash IS NOT NULL OR after_hash IS NOT NULL);
ALTER TABLE audit_event ENABLE TRIGGER audit_event_keep;
