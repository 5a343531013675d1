/**
 * The metadata registry a new catalog starts with: the schemas and fields of a standard DSpace installation.
 * Each field is `element` or `element.qualifier`.
 */
export const standardSchemas: readonly {
  readonly prefix: string;
  readonly namespace: string;
  readonly fields: readonly string[];
}[] = [
  {
    prefix: "dc",
    namespace: "http://dublincore.org/documents/dcmi-terms/",
    fields: words(
      "contributor contributor.advisor contributor.author contributor.editor contributor.illustrator contributor.other coverage.spatial coverage.temporal creator date date.accessioned date.available date.copyright date.created date.issued date.submitted identifier identifier.citation identifier.govdoc identifier.isbn identifier.issn identifier.sici identifier.ismn identifier.other identifier.doi identifier.scopus identifier.uri identifier.isi identifier.pmid identifier.adsbibcode identifier.arxiv description description.abstract description.provenance description.sponsorship description.statementofresponsibility description.tableofcontents description.uri format format.extent format.medium format.mimetype language language.iso publisher relation relation.isformatof relation.ispartof relation.ispartofseries relation.haspart relation.isversionof relation.hasversion relation.isbasedon relation.isreferencedby relation.requires relation.replaces relation.isreplacedby relation.uri relation.product relation.journal relation.orgunit relation.project relation.conference relation.publication relation.isbn relation.doi relation.issn relation.equipment relation.references relation.patent rights rights.uri source source.uri subject subject.classification subject.ddc subject.lcc subject.lcsh subject.mesh subject.other title title.alternative type provenance rights.license identifier.patentnumber identifier.patentno coverage.publication coverage.isbn coverage.doi description.volume description.issue description.startpage description.endpage identifier.openalex relation.funding relation.grantno date.updated description.version identifier.slug language.rfc3066 rights.holder",
    ),
  },
  {
    prefix: "dcterms",
    namespace: "http://purl.org/dc/terms/",
    fields: words(
      "abstract accessRights accrualMethod accrualPeriodicity accrualPolicy alternative audience available bibliographicCitation conformsTo contributor coverage created creator date dateAccepted dateCopyrighted dateSubmitted description educationLevel extent format hasFormat hasPart hasVersion identifier instructionalMethod isFormatOf isPartOf isReferencedBy isReplacedBy isRequiredBy issued isVersionOf language license mediator medium modified provenance publisher references relation replaces requires rights rightsHolder source spatial subject tableOfContents temporal title type valid",
    ),
  },
  {
    prefix: "dspace",
    namespace: "http://dspace.org/dspace",
    fields: words(
      "process.filetype agreements.end-user agreements.cookies entity.type relatedentity.type iiif.enabled object.owner orcid.scope orcid.sync-mode orcid.sync-publications orcid.sync-fundings orcid.sync-profile orcid.authenticated openalex.lastimport openaire.lastimport accessibility.settings customurl customurl.old sourceId policy.eperson policy.group submission.definition submission.definition-correction workflow.name harvesting.email harvesting.preTransform harvesting.postTransform harvesting.itemValidationEnabled harvesting.recordValidationEnabled harvesting.forceSynchronization harvesting.ccAddress identifier.gscholar workspace.shared author.scopus-author-id author.orcid author.rid legacyId virtual.department virtual.orcid virtualsource.department virtualsource.orcid cms.home-header cms.home-news cms.footer lastimport.ads lastimport.loader-ads lastimport.scopus lastimport.scopus-person lastimport.scopus-publication lastimport.wos lastimport.wos-person lastimport.wos-publication lastimport.loader-pubmed lastimport.loader-pubmedeu lastimport.loader-scopus entity.style virtual.journalance virtualsource.journalance curation.process curation.history bitstream.hasCopies bitstream.isCopyOf bitstream.isReplacedBy bitstream.isReplacementOf bitstream.transcript bitstream.textalternative",
    ),
  },
  {
    prefix: "local",
    namespace: "http://dspace.org/namespace/local/",
    fields: [],
  },
  {
    prefix: "coar",
    namespace: "http://dspace.org/coar",
    fields: words(
      "notify.review notify.endorsement notify.examination notify.refused notify.release notify.endorsedBy",
    ),
  },
  {
    prefix: "crisfund",
    namespace: "http://dspace.org/crisfund",
    fields: words(
      "award.url award.uri investigators coinvestigators leadorganizations leadcoorganizations",
    ),
  },
  {
    prefix: "crisou",
    namespace: "http://dspace.org/crisou",
    fields: words(
      "acronym director relation.ispartof date boards crossrefid place.city place.country",
    ),
  },
  {
    prefix: "crispj",
    namespace: "http://dspace.org/crispj",
    fields: words(
      "coordinator partnerou investigator coinvestigators funder openaireid organization",
    ),
  },
  {
    prefix: "crisrp",
    namespace: "http://dspace.org/crisrp",
    fields: words(
      "qualification qualification.role qualification.start qualification.end education education.start education.end education.role site.title name.alternative name.translated name.variant workgroup country name",
    ),
  },
  {
    prefix: "datacite",
    namespace: "http://datacite.org/schema/kernel-4",
    fields: words(
      "geoLocation subject.fos relation.isReviewedBy relation.isReferencedBy relation.isSupplementedBy",
    ),
  },
  {
    prefix: "eperson",
    namespace: "http://dspace.org/eperson",
    fields: words("firstname lastname phone language orcid orcid.scope"),
  },
  {
    prefix: "iiif",
    namespace: "http://dspace.org/iiif",
    fields: words(
      "label description toc canvas.naming viewing.hint image.width image.height search.enabled",
    ),
  },
  {
    prefix: "journal",
    namespace: "http://dspace.org/journal",
    fields: words("title"),
  },
  {
    prefix: "journalvolume",
    namespace: "http://dspace.org/journalvolume",
    fields: words("identifier.name"),
  },
  {
    prefix: "oairecerif",
    namespace: "https://www.openaire.eu/cerif-profile/1.1/",
    fields: words(
      "author.affiliation editor.affiliation identifier.url affiliation.orgunit affiliation.startDate affiliation.endDate affiliation.role person.gender person.affiliation acronym internalid funder oamandate oamandate.url project.startDate project.endDate project.status fundingProgram fundingParent amount.currency amount funding.identifier funding.startDate citation.number funding.endDate event.startDate event.endDate event.place event.country",
    ),
  },
  {
    prefix: "oaire",
    namespace: "http://namespace.openaire.eu/schema/oaire/",
    fields: words(
      "fundingStream awardNumber awardURI awardTitle version citation.title citation.volume citation.issue citation.startPage citation.endPage citation.edition citation.conferencePlace citation.conferenceDate",
    ),
  },
  {
    prefix: "orgunit",
    namespace: "http://dspace.org/orgunit",
    fields: words(
      "identifier.name identifier.id identifier.dateestablished identifier.city identifier.country identifier.description",
    ),
  },
  {
    prefix: "relation",
    namespace: "http://dspace.org/relation",
    fields: words(
      "isAuthorOfPublication isAuthorOfPublication.latestForDiscovery isPublicationOfAuthor isPublicationOfAuthor.latestForDiscovery isEditorOfPublication isEditorOfPublication.latestForDiscovery isPublicationOfEditor isPublicationOfEditor.latestForDiscovery isProjectOfPublication isProjectOfPublication.latestForDiscovery isPublicationOfProject isPublicationOfProject.latestForDiscovery isOrgUnitOfPublication isOrgUnitOfPublication.latestForDiscovery isPublicationOfOrgUnit isPublicationOfOrgUnit.latestForDiscovery isProjectOfPerson isProjectOfPerson.latestForDiscovery isPersonOfProject isPersonOfProject.latestForDiscovery isOrgUnitOfPerson isOrgUnitOfPerson.latestForDiscovery isPersonOfOrgUnit isPersonOfOrgUnit.latestForDiscovery isOrgUnitOfProject isOrgUnitOfProject.latestForDiscovery isProjectOfOrgUnit isProjectOfOrgUnit.latestForDiscovery isVolumeOfJournal isVolumeOfJournal.latestForDiscovery isJournalOfVolume isJournalOfVolume.latestForDiscovery isIssueOfJournalVolume isIssueOfJournalVolume.latestForDiscovery isJournalVolumeOfIssue isJournalVolumeOfIssue.latestForDiscovery isJournalOfPublication isJournalOfPublication.latestForDiscovery isJournalIssueOfPublication isJournalIssueOfPublication.latestForDiscovery isPublicationOfJournalIssue isPublicationOfJournalIssue.latestForDiscovery isContributorOfPublication isContributorOfPublication.latestForDiscovery isPublicationOfContributor isPublicationOfContributor.latestForDiscovery isFundingAgencyOfProject isFundingAgencyOfProject.latestForDiscovery isProjectOfFundingAgency isProjectOfFundingAgency.latestForDiscovery isAuthorOfDataset isAuthorOfDataset.latestForDiscovery isDatasetOfAuthor isDatasetOfAuthor.latestForDiscovery isProjectOfDataset isProjectOfDataset.latestForDiscovery isDatasetOfProject isDatasetOfProject.latestForDiscovery isOrgUnitOfDataset isOrgUnitOfDataset.latestForDiscovery isDatasetOfOrgUnit isDatasetOfOrgUnit.latestForDiscovery isPublicationOfDataset isPublicationOfDataset.latestForDiscovery isDatasetOfPublication isDatasetOfPublication.latestForDiscovery",
    ),
  },
  {
    prefix: "organization",
    namespace: "https://schema.org/Organization",
    fields: words(
      "legalName foundingDate address.addressLocality address.addressCountry identifier identifier.isni identifier.rin identifier.ror identifier.crossrefid parentOrganization alternateName url",
    ),
  },
  {
    prefix: "periodical",
    namespace: "https://schema.org/Periodical",
    fields: [],
  },
  {
    prefix: "creativework",
    namespace: "https://schema.org/CreativeWork",
    fields: words("editor publisher keywords datePublished"),
  },
  {
    prefix: "creativeworkseries",
    namespace: "https://schema.org/CreativeWorkSeries",
    fields: words("issn"),
  },
  {
    prefix: "person",
    namespace: "https://schema.org/Person",
    fields: words(
      "givenName familyName telephone knowsLanguage email birthDate jobTitle affiliation.name identifier identifier.scopus-author-id identifier.ciencia-id identifier.gsid identifier.orcid identifier.rid identifier.isni country name.translated name.variant contributor.other",
    ),
  },
  {
    prefix: "project",
    namespace: "https://schema.org/Project",
    fields: words(
      "funder.name funder.identifier investigator startDate endDate amount amount.currency",
    ),
  },
  {
    prefix: "publicationissue",
    namespace: "https://schema.org/PublicationIssue",
    fields: words("issueNumber"),
  },
  {
    prefix: "publicationvolume",
    namespace: "https://schema.org/PublicationVolume",
    fields: words("volumeNumber"),
  },
  {
    prefix: "workflow",
    namespace: "http://www.dspace.org/workflow",
    fields: words("score review"),
  },
];

function words(text: string): string[] {
  return text.split(" ");
}
