import './errors.ts'
import './scalars.ts'
import '../modules/identity/graphql/api-client.ts'
import '../modules/identity/graphql/grants.ts'
import '../modules/identity/graphql/session.ts'
import '../modules/organization/graphql.ts'
import '../modules/organization/graphql/staff.ts'
import '../modules/taxonomy/graphql.ts'
import '../modules/disclosure/graphql/edition-attachments.ts'
import '../modules/disclosure/graphql/kinds.ts'
import '../modules/disclosure/graphql/mutations.ts'
import '../modules/disclosure/graphql/viewer.ts'
import '../modules/publication/graphql/lists.ts'
import '../modules/publication/graphql/mutations.ts'
import '../modules/search/graphql.ts'
import { builder } from './builder.ts'

/** The whole API: every module's types, in the modules' order. */
export const schema = builder.toSchema()
