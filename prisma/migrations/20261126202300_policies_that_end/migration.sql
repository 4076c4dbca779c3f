-- Policy documents that end soon are a task of their editors, asked for by everybody who opens the list of tasks.
CREATE INDEX publication_policy_ends ON publication ((content ->> 'expiresOn'))
  WHERE kind = 'PolicyDocument' AND valid_to IS NULL AND withdrawal_type IS NULL;
