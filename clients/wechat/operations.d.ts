// Made by `npm run fix` from operations/ and the schema; do not edit.

export interface DisclosureFilter {
  readonly areaCodes?: readonly string[] | null
  readonly itemCodes?: readonly string[] | null
  readonly kinds?: readonly Kind[] | null
  readonly organizationCodes?: readonly string[] | null
  readonly publishedFrom?: string | null
  readonly publishedTo?: string | null
  readonly takenOver?: boolean | null
}

export type DisclosureStatus =
  | 'PUBLISHED'
  | 'WITHDRAWN'

export type Kind =
  | 'Activity'
  | 'AdministrativeDecision'
  | 'AirQualityForecast'
  | 'AirQualityReading'
  | 'BudgetReport'
  | 'Consultation'
  | 'DonationReport'
  | 'EmissionMonitoringReport'
  | 'EvaluationReport'
  | 'FacilityDirectory'
  | 'FundReport'
  | 'IncidentReport'
  | 'InspectionReport'
  | 'Notice'
  | 'PolicyDocument'
  | 'PolicyInterpretation'
  | 'Procurement'
  | 'ProgressReport'
  | 'Project'
  | 'RecipientRoster'
  | 'Registry'
  | 'SchoolZoning'
  | 'ServiceCatalogue'
  | 'ServiceGuide'
  | 'StatisticsReport'
  | 'Warning'
  | 'WaterQualityReport'

export type OrganizationKind =
  | 'BUREAU'
  | 'COUNTY'
  | 'COUNTY_OFFICE'
  | 'DISTRICT'
  | 'SUBDISTRICT'
  | 'TOWN'
  | 'TOWNSHIP'

export type WarningLevel =
  | 'BLUE'
  | 'ORANGE'
  | 'RED'
  | 'YELLOW'

export type WarningPhase =
  | 'ISSUED'
  | 'LIFTED'
  | 'UPDATED'

export type WarningType =
  | 'EARTHQUAKE'
  | 'FLOOD'
  | 'FOREST_FIRE'
  | 'GEOLOGICAL'
  | 'HEAVY_POLLUTION'
  | 'OTHER'
  | 'PUBLIC_HEALTH'
  | 'SECONDARY_DISASTER'
  | 'WEATHER'

export type WithdrawalType =
  | 'ERROR'
  | 'EXPIRED'
  | 'MERGED'
  | 'PRIVACY'
  | 'REPLACED'
  | 'REVOKED'

export interface Operations {
  Cards: {
    variables: { first?: number | null; after?: string | null }
    data: {
      readonly disclosures: {
        readonly pageInfo: {
          readonly hasNextPage: boolean
          readonly endCursor: string | null
        }
        readonly nodes: readonly {
          readonly indexNumber: string
          readonly kind: Kind
          readonly publishedAt: string
          readonly thumbnail: string | null
          readonly card: {
            readonly title: string | null
            readonly facts: readonly {
              readonly label: string
              readonly value: string
            }[]
          }
          readonly organization: {
            readonly shortName: string
          }
        }[]
      }
    }
  }
  CardsOf: {
    variables: { filter: DisclosureFilter; first?: number | null; after?: string | null }
    data: {
      readonly disclosures: {
        readonly pageInfo: {
          readonly hasNextPage: boolean
          readonly endCursor: string | null
        }
        readonly nodes: readonly {
          readonly indexNumber: string
          readonly kind: Kind
          readonly publishedAt: string
          readonly thumbnail: string | null
          readonly card: {
            readonly title: string | null
            readonly facts: readonly {
              readonly label: string
              readonly value: string
            }[]
          }
          readonly organization: {
            readonly shortName: string
          }
        }[]
      }
    }
  }
  Find: {
    variables: { query: string; filter?: DisclosureFilter | null; first?: number | null; after?: string | null }
    data: {
      readonly search: {
        readonly totalCount: number
        readonly pageInfo: {
          readonly hasNextPage: boolean
          readonly endCursor: string | null
        }
        readonly edges: readonly {
          readonly highlight: {
            readonly title: string | null
            readonly snippet: string | null
          }
          readonly node: {
            readonly indexNumber: string
            readonly kind: Kind
            readonly publishedAt: string
            readonly organization: {
              readonly shortName: string
            }
          }
        }[]
      }
    }
  }
  Navigation: {
    variables: Record<string, never>
    data: {
      readonly areas: readonly {
        readonly code: string
        readonly title: string
        readonly items: readonly {
          readonly code: string
          readonly title: string
          readonly kinds: readonly string[]
        }[]
      }[]
    }
  }
  Publisher: {
    variables: { code: string }
    data: {
      readonly organization: {
        readonly code: string
        readonly shortName: string
        readonly fullName: string
        readonly kind: OrganizationKind
        readonly active: boolean
        readonly parent: {
          readonly code: string
          readonly shortName: string
        } | null
        readonly owes: readonly {
          readonly code: string
          readonly title: string
        }[]
      } | null
    }
  }
  Publishers: {
    variables: Record<string, never>
    data: {
      readonly organizations: readonly {
        readonly code: string
        readonly shortName: string
        readonly kind: OrganizationKind
        readonly active: boolean
      }[]
    }
  }
  Record: {
    variables: { indexNumber: string }
    data: {
      readonly disclosure: {
        readonly __typename: string
        readonly indexNumber: string
        readonly kind: Kind
        readonly status: DisclosureStatus
        readonly title: string | null
        readonly summary: string | null
        readonly docNumber: string | null
        readonly formedOn: string | null
        readonly publishedAt: string
        readonly updatedAt: string
        readonly displayUntil: string | null
        readonly hotline: string | null
        readonly source: string | null
        readonly organizationName: string
        readonly withdrawal: {
          readonly type: WithdrawalType
          readonly reason: string
          readonly at: string
          readonly successorIndexNumber: string | null
        } | null
        readonly labelledValues: readonly {
          readonly label: string
          readonly value: string
        }[]
        readonly labelledTables: readonly {
          readonly name: string
          readonly title: string
          readonly columns: readonly string[]
        }[]
        readonly item: {
          readonly code: string
          readonly title: string
          readonly area: {
            readonly code: string
            readonly title: string
          }
        }
        readonly richTextNodes: unknown
        readonly attachments: readonly {
          readonly id: string
          readonly name: string
          readonly mediaType: string
          readonly size: number
          readonly url: string
          readonly thumbnailUrl: string | null
        }[]
      } | null
    }
  }
  Rows: {
    variables: { indexNumber: string; table: string; first?: number | null; after?: string | null }
    data: {
      readonly disclosure: {
        readonly indexNumber: string
        readonly labelledTables: readonly {
          readonly columns: readonly string[]
          readonly rows: {
            readonly pageInfo: {
              readonly hasNextPage: boolean
              readonly endCursor: string | null
            }
            readonly nodes: readonly {
              readonly cells: readonly string[]
            }[]
          }
        }[]
      } | null
    }
  }
  Topic: {
    variables: { code: string }
    data: {
      readonly item: {
        readonly code: string
        readonly title: string
        readonly text: string
        readonly area: {
          readonly code: string
          readonly title: string
        }
        readonly owedBy: readonly {
          readonly code: string
          readonly shortName: string
        }[]
      } | null
    }
  }
  Warnings: {
    variables: { first?: number | null; after?: string | null }
    data: {
      readonly disclosures: {
        readonly pageInfo: {
          readonly hasNextPage: boolean
          readonly endCursor: string | null
        }
        readonly nodes: readonly {
          readonly indexNumber: string
          readonly title: string | null
          readonly publishedAt: string
          readonly level?: WarningLevel | null
          readonly phase?: WarningPhase | null
          readonly warningType?: WarningType | null
          readonly issuingUnit?: string | null
          readonly effectiveFrom?: string | null
          readonly effectiveTo?: string | null
          readonly area?: string | null
          readonly previous?: string | null
        }[]
      }
    }
  }
}

export declare const documents: { readonly [Name in keyof Operations]: string }
