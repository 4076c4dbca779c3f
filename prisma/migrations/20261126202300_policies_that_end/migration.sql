-- Policy documents that end soon are looked for every day and listed: among a million records they are found by this.
CREATE INDEX publication_policy_ends ON publication ((content ->> 'expiresOn'))
  WHERE kind = 'PolicyDocument' AND valid_to IS NULL AND withdrawal_type IS NULL;
