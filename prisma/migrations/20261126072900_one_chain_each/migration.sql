-- One chain for each scope, as an index over expressions: Prisma's schema cannot say it, and takes a plain one for a leftover.
DROP INDEX review_chain_one_each;
CREATE UNIQUE INDEX review_chain_one_each ON review_chain (
  (coalesce(organization_code, '')), (coalesce(item_code, '')), (coalesce(kind, '')), organization_kind
) NULLS NOT DISTINCT;
