/**
 * Documents of the descriptions of DSpace's REST API that clients were written by: collections, their linked entities, and
 * exportToZip. `{server}` stands for the address of the server.
 */
export const documents = {
  exportList: {
    type: "exportToZip",
    _links: {
      create: {
        href: "{server}/api/category/exportToZip/3b43a8bc-9f7c-499b-ac43-8e83519ec40c/exportToZip/create",
      },
      self: {
        href: "{server}/api/core/collections/3b43a8bc-9f7c-499b-ac43-8e83519ec40c/exportToZip",
      },
    },
    _embedded: {
      exportToZip: [
        {
          date: "2018-09-10T09:37:24.000+0000",
          state: "completed",
          size: 642783,
          type: "collections",
          "dso-id": "3b43a8bc-9f7c-499b-ac43-8e83519ec40c",
          _links: {
            content: {
              href: "{server}/api/core/collections/3b43a8bc-9f7c-499b-ac43-8e83519ec40c/exportToZip/download/2018-09-10T09:37:24.0",
            },
            self: {
              href: "{server}/api/core/collections/3b43a8bc-9f7c-499b-ac43-8e83519ec40c/exportToZip/view/2018-09-10T09:37:24.0",
            },
          },
        },
        {
          date: "2018-09-10T09:37:28.000+0000",
          state: "completed",
          size: 642783,
          type: "collections",
          "dso-id": "3b43a8bc-9f7c-499b-ac43-8e83519ec40c",
          _links: {
            content: {
              href: "{server}/api/core/collections/3b43a8bc-9f7c-499b-ac43-8e83519ec40c/exportToZip/download/2018-09-10T09:37:28.0",
            },
            self: {
              href: "{server}/api/core/collections/3b43a8bc-9f7c-499b-ac43-8e83519ec40c/exportToZip/view/2018-09-10T09:37:28.0",
            },
          },
        },
      ],
    },
  },
  exportCreated: {
    date: "2018-09-12T12:34:54.000+0000",
    state: "In Progress",
    type: "exportToZip",
    "dso-id": "3b43a8bc-9f7c-499b-ac43-8e83519ec40c",
    _links: {
      self: {
        href: "{server}/api/category/exportToZip/3b43a8bc-9f7c-499b-ac43-8e83519ec40c/exportToZip/view/WedTSepT12T12:34:54TUTCT2018",
      },
    },
  },
  exportView: {
    date: "2018-09-10T09:37:24.000+0000",
    state: "completed",
    size: 642783,
    type: "exportToZip",
    "dso-id": "3b43a8bc-9f7c-499b-ac43-8e83519ec40c",
    _links: {
      content: {
        href: "{server}/api/category/exportToZip/3b43a8bc-9f7c-499b-ac43-8e83519ec40c/exportToZip/download/2018-09-10T09:37:24.0",
      },
      self: {
        href: "{server}/api/category/exportToZip/3b43a8bc-9f7c-499b-ac43-8e83519ec40c/exportToZip/view/2018-09-10T09:37:24.0",
      },
    },
  },
  collection: {
    uuid: "1c11f3f1-ba1f-4f36-908a-3f1ea9a557eb",
    name: "Collection of Sample Items",
    handle: "10673/2",
    archivedItemsCount: 6,
    metadata: {
      "dc.description": [
        {
          value:
            '<p>This is a <em>DSpace Collection</em> which contains sample DSpace Items.</p>\r\n<p><strong>Collections in DSpace may only contain Items.</strong></p>\r\n<p>This particular Collection has its own logo (the <a href="http://www.opensource.org/">Open Source Initiative</a> logo).</p>\r\n<p>This introductory text is editable by System Administrators, Community Administrators (of a parent Community) or Collection Administrators (of this Collection).</p>',
          language: null,
          authority: null,
          confidence: -1,
        },
      ],
      "dc.description.abstract": [
        {
          value: "This collection contains sample items.",
          language: null,
          authority: null,
          confidence: -1,
        },
      ],
      "dc.description.tableofcontents": [
        {
          value:
            "<p>This is the <strong>news</strong> section for this Collection. System Administrators, Community Administrators (of a parent Community) or Collection Administrators (of this Collection) can edit this News field.</p>",
          language: null,
          authority: null,
          confidence: -1,
        },
      ],
      "dc.provenance": [
        {
          value:
            "This field is for private provenance information. It is only visible to Administrative users and is not displayed in the user interface by default.",
          language: null,
          authority: null,
          confidence: -1,
        },
        {
          value: "Second provenance value",
          language: null,
          authority: null,
          confidence: -1,
        },
      ],
      "dc.rights": [
        {
          value:
            "<p><em>If this collection had a specific copyright statement, it would be placed here.</em></p>",
          language: null,
          authority: null,
          confidence: -1,
        },
      ],
      "dc.rights.license": [
        {
          value: "",
          language: null,
          authority: null,
          confidence: -1,
        },
      ],
      "dc.title": [
        {
          value: "Collection of Sample Items",
          language: null,
          authority: null,
          confidence: -1,
        },
      ],
    },
    type: "collection",
  },
  itemTemplate: {
    metadata: {
      "dc.type": [
        {
          value: "Journal Article",
          language: "en",
          authority: null,
          confidence: -1,
        },
      ],
    },
    inArchive: false,
    discoverable: false,
    withdrawn: false,
    type: "item",
  },
  defaultAccessConditions: {
    _embedded: {
      resourcePolicies: [
        {
          id: 2844,
          name: null,
          groupUUID: "11cc35e5-a11d-4b64-b5b9-0052a5d15509",
          action: "DEFAULT_BITSTREAM_READ",
          type: "resourcePolicy",
          _links: {
            self: {
              href: "{server}/api/authz/resourcePolicies/2844",
            },
          },
        },
      ],
    },
    _links: {
      self: {
        href: "{server}/api/core/collections/5ad50035-ca22-4a4d-84ca-d5132f34f588/defaultAccessConditions",
      },
    },
    page: {
      size: 20,
      totalElements: 1,
      totalPages: 1,
      number: 0,
    },
  },
  harvester: {
    harvest_type: "METADATA_ONLY",
    oai_source: "https://dspace.mit.edu/oai/request",
    oai_set_id: "col_1721.1_114174",
    harvest_message: null,
    metadata_config_id: "dc",
    harvest_status: "READY",
    harvest_start_time: null,
    last_harvested: null,
    _links: {
      self: {
        href: "{server}/api/core/collections/6f944500-c300-449a-9023-a5ad8bd21160/harvester",
      },
    },
    _embedded: {
      metadata_configs: {
        configs: [
          {
            id: "dc",
            label: "Simple Dublin Core",
            nameSpace: "http://www.openarchives.org/OAI/2.0/oai_dc/",
          },
          {
            id: "qdc",
            label: "Qualified Dublin Core",
            nameSpace: "http://purl.org/dc/terms/",
          },
          {
            id: "dim",
            label: "DSpace Intermediate Metadata",
            nameSpace: "http://www.dspace.org/xmlns/dspace/dim",
          },
        ],
        _links: {
          self: {
            href: "{server}/api/config/harvestermetadata",
          },
        },
      },
    },
  },
  noHarvester: {
    harvest_type: "NONE",
    oai_source: null,
    oai_set_id: null,
    harvest_message: null,
    metadata_config_id: null,
    harvest_status: null,
    harvest_start_time: null,
    last_harvested: null,
    _links: {
      self: {
        href: "{server}/api/core/collections/6f944500-c300-449a-9023-a5ad8bd21160/harvester",
      },
    },
    _embedded: {
      harvestermetadata: {
        configs: [
          {
            id: "dc",
            label: "Simple Dublin Core",
            nameSpace: "http://www.openarchives.org/OAI/2.0/oai_dc/",
          },
          {
            id: "qdc",
            label: "Qualified Dublin Core",
            nameSpace: "http://purl.org/dc/terms/",
          },
          {
            id: "dim",
            label: "DSpace Intermediate Metadata",
            nameSpace: "http://www.dspace.org/xmlns/dspace/dim",
          },
        ],
        _links: {
          self: {
            href: "{server}/api/config/harvestermetadata",
          },
        },
      },
    },
  },
  harvesterRequest: {
    harvest_type: "METADATA_ONLY",
    oai_source: "https://dspace.mit.edu/oai/request",
    oai_set_id: "col_1721.1_114174",
    metadata_config_id: "dc",
  },
  noHarvesterRequest: {
    harvest_type: "NONE",
  },
  groupRequest: {
    metadata: {
      "dc.description": [
        {
          value: "Test group",
          language: null,
          authority: "",
          confidence: -1,
        },
      ],
    },
  },
  collectionRequest: {
    name: "test collection",
    metadata: {
      "dc.title": [
        {
          value: "test collection",
          language: null,
          authority: null,
          confidence: -1,
        },
      ],
    },
  },
  collectionReplacement: {
    uuid: "20263916-6a3d-4fdc-a44a-4616312f030c",
    name: "test collection",
    metadata: {
      "dc.title": [
        {
          value: "test collection",
          language: null,
          authority: null,
          confidence: -1,
        },
      ],
      "dc.description": [
        {
          value: "Test description",
          language: null,
          authority: null,
          confidence: -1,
        },
      ],
    },
  },
};
