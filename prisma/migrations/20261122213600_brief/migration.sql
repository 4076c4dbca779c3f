-- The line for SMS and the facts for a card, frozen with the publication. Null on tombstones and on what was published
-- before: their line and card are made of title and content.
ALTER TABLE "publication" ADD COLUMN "brief" JSONB;
