/** `schemas/item.xsd`, written by hand: what `item.xml` is made of (rspace.md section 8). */
export const itemSchema = `<?xml version="1.0" encoding="UTF-8"?>
<!-- One item of a repository with its metadata, bundles, files, access policies and relationships. -->
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="urn:holdall:archive"
           targetNamespace="urn:holdall:archive" elementFormDefault="qualified" version="1">

  <xs:element name="item" type="Item">
    <!-- No two files of an item are in the same place. -->
    <xs:unique name="filePath">
      <xs:selector xpath=".//*"/>
      <xs:field xpath="@path"/>
    </xs:unique>
  </xs:element>

  <xs:complexType name="Item">
    <xs:sequence>
      <xs:element name="state" type="State"/>
      <!-- Absent where the item has only ever been what it is. -->
      <xs:element name="version" type="Version" minOccurs="0"/>
      <xs:element name="owningCollection" type="ContainerReference"/>
      <xs:element name="mappedCollections">
        <xs:complexType>
          <xs:sequence>
            <xs:element name="collection" type="ContainerReference" minOccurs="0" maxOccurs="unbounded"/>
          </xs:sequence>
        </xs:complexType>
      </xs:element>
      <xs:element name="metadata" type="Metadata"/>
      <xs:element name="policies" type="Policies"/>
      <xs:element name="bundles">
        <xs:complexType>
          <xs:sequence>
            <xs:element name="bundle" type="Bundle" minOccurs="0" maxOccurs="unbounded"/>
          </xs:sequence>
        </xs:complexType>
      </xs:element>
      <xs:element name="relationships">
        <xs:complexType>
          <xs:sequence>
            <xs:element name="relationship" type="Relationship" minOccurs="0" maxOccurs="unbounded"/>
          </xs:sequence>
        </xs:complexType>
      </xs:element>
    </xs:sequence>
    <xs:attribute name="schemaVersion" type="SchemaVersion" use="required"/>
    <!-- Number of the item in the repository it comes from. -->
    <xs:attribute name="id" type="xs:positiveInteger" use="required"/>
    <!-- Left out, as the handle is, where the package is meant for new items elsewhere. -->
    <xs:attribute name="uuid" type="Uuid"/>
    <xs:attribute name="handle" type="xs:string"/>
    <!-- Number of the version of the item, from 1. -->
    <xs:attribute name="version" type="xs:positiveInteger" use="required"/>
  </xs:complexType>

  <xs:complexType name="State">
    <xs:attribute name="archived" type="xs:boolean" use="required"/>
    <xs:attribute name="withdrawn" type="xs:boolean" use="required"/>
    <xs:attribute name="discoverable" type="xs:boolean" use="required"/>
    <xs:attribute name="lastModified" type="xs:dateTime" use="required"/>
    <xs:attribute name="submitter" type="xs:string"/>
  </xs:complexType>

  <!-- Which version of a work the item is; each version is an item of its own. -->
  <xs:complexType name="Version">
    <!-- Names all versions of the work. -->
    <xs:attribute name="history" type="xs:string" use="required"/>
    <xs:attribute name="number" type="xs:positiveInteger" use="required"/>
    <xs:attribute name="summary" type="xs:string"/>
    <xs:attribute name="date" type="xs:dateTime"/>
    <!-- The current version, when it is another item. -->
    <xs:attribute name="replacedBy" type="Uuid"/>
  </xs:complexType>

  <xs:complexType name="ContainerReference">
    <xs:attribute name="id" type="xs:positiveInteger" use="required"/>
    <xs:attribute name="uuid" type="Uuid" use="required"/>
    <xs:attribute name="handle" type="xs:string"/>
    <xs:attribute name="name" type="xs:string" use="required"/>
  </xs:complexType>

  <!-- Fields sorted by name; the values of a field in their order. -->
  <xs:complexType name="Metadata">
    <xs:sequence>
      <xs:element name="value" type="Value" minOccurs="0" maxOccurs="unbounded"/>
    </xs:sequence>
  </xs:complexType>

  <xs:complexType name="Value">
    <xs:simpleContent>
      <xs:extension base="xs:string">
        <xs:attribute name="schema" type="xs:string" use="required"/>
        <xs:attribute name="element" type="xs:string" use="required"/>
        <xs:attribute name="qualifier" type="xs:string"/>
        <xs:attribute name="language" type="xs:string"/>
        <xs:attribute name="authority" type="xs:string"/>
        <!-- From -1, none given, to 600, accepted. -->
        <xs:attribute name="confidence" type="xs:integer" default="-1"/>
        <xs:attribute name="place" type="xs:nonNegativeInteger" use="required"/>
      </xs:extension>
    </xs:simpleContent>
  </xs:complexType>

  <xs:complexType name="Policies">
    <xs:sequence>
      <xs:element name="policy" type="Policy" minOccurs="0" maxOccurs="unbounded"/>
    </xs:sequence>
  </xs:complexType>

  <!-- Who may do what, and when: a group or an account. -->
  <xs:complexType name="Policy">
    <xs:attribute name="action" use="required">
      <xs:simpleType>
        <xs:restriction base="xs:token">
          <xs:enumeration value="READ"/>
          <xs:enumeration value="WRITE"/>
          <xs:enumeration value="DELETE"/>
          <xs:enumeration value="ADD"/>
          <xs:enumeration value="REMOVE"/>
          <xs:enumeration value="ADMIN"/>
          <xs:enumeration value="DEFAULT_BITSTREAM_READ"/>
          <xs:enumeration value="DEFAULT_ITEM_READ"/>
          <xs:enumeration value="WITHDRAWN_READ"/>
        </xs:restriction>
      </xs:simpleType>
    </xs:attribute>
    <xs:attribute name="group" type="xs:string"/>
    <xs:attribute name="account" type="xs:string"/>
    <xs:attribute name="name" type="xs:string"/>
    <xs:attribute name="description" type="xs:string"/>
    <xs:attribute name="type" type="xs:string"/>
    <xs:attribute name="startDate" type="xs:string"/>
    <xs:attribute name="endDate" type="xs:string"/>
  </xs:complexType>

  <xs:complexType name="Bundle">
    <xs:sequence>
      <xs:element name="metadata" type="Metadata"/>
      <xs:element name="policies" type="Policies"/>
      <xs:element name="bitstream" type="Bitstream" minOccurs="0" maxOccurs="unbounded"/>
    </xs:sequence>
    <xs:attribute name="id" type="xs:positiveInteger" use="required"/>
    <xs:attribute name="uuid" type="Uuid"/>
    <xs:attribute name="name" type="xs:string" use="required"/>
  </xs:complexType>

  <!-- A file: it has either a path, relative to the folder of this document, or the reason why it is missing. -->
  <xs:complexType name="Bitstream">
    <xs:sequence>
      <xs:element name="metadata" type="Metadata"/>
      <xs:element name="policies" type="Policies"/>
    </xs:sequence>
    <xs:attribute name="id" type="xs:positiveInteger" use="required"/>
    <xs:attribute name="uuid" type="Uuid"/>
    <!-- The name it has in the repository; that in the path is made safe for file systems. -->
    <xs:attribute name="name" type="xs:string"/>
    <xs:attribute name="path" type="xs:string"/>
    <xs:attribute name="missing" type="xs:string"/>
    <xs:attribute name="size" type="xs:nonNegativeInteger" use="required"/>
    <xs:attribute name="sha256" use="required">
      <xs:simpleType>
        <xs:restriction base="xs:token"><xs:pattern value="[0-9a-f]{64}"/></xs:restriction>
      </xs:simpleType>
    </xs:attribute>
    <xs:attribute name="md5" use="required">
      <xs:simpleType>
        <xs:restriction base="xs:token"><xs:pattern value="[0-9a-f]{32}"/></xs:restriction>
      </xs:simpleType>
    </xs:attribute>
    <xs:attribute name="crc32" use="required">
      <xs:simpleType>
        <xs:restriction base="xs:token"><xs:pattern value="[0-9a-f]{8}"/></xs:restriction>
      </xs:simpleType>
    </xs:attribute>
    <xs:attribute name="mimeType" type="xs:string" use="required"/>
    <xs:attribute name="formatName" type="xs:string" use="required"/>
    <xs:attribute name="sequence" type="xs:integer" use="required"/>
    <xs:attribute name="primary" type="xs:boolean" use="required"/>
    <xs:attribute name="description" type="xs:string"/>
    <xs:attribute name="source" type="xs:string"/>
    <!-- What everybody may do, by the policies; an embargo ends on embargoDate, which may have passed. -->
    <xs:attribute name="accessStatus" use="required">
      <xs:simpleType>
        <xs:restriction base="xs:token">
          <xs:enumeration value="open.access"/>
          <xs:enumeration value="embargo"/>
          <xs:enumeration value="restricted"/>
        </xs:restriction>
      </xs:simpleType>
    </xs:attribute>
    <xs:attribute name="embargoDate" type="xs:string"/>
  </xs:complexType>

  <xs:complexType name="Relationship">
    <!-- Its name as it is seen from this item, which is on this side of it. -->
    <xs:attribute name="type" type="xs:string" use="required"/>
    <xs:attribute name="side" use="required">
      <xs:simpleType>
        <xs:restriction base="xs:token">
          <xs:enumeration value="left"/>
          <xs:enumeration value="right"/>
        </xs:restriction>
      </xs:simpleType>
    </xs:attribute>
    <!-- The other item. -->
    <xs:attribute name="id" type="xs:positiveInteger" use="required"/>
    <xs:attribute name="uuid" type="Uuid" use="required"/>
    <xs:attribute name="handle" type="xs:string"/>
    <!-- Its folder; absent when the package does not hold it. -->
    <xs:attribute name="folder" type="xs:string"/>
    <xs:attribute name="leftPlace" type="xs:integer" use="required"/>
    <xs:attribute name="rightPlace" type="xs:integer" use="required"/>
  </xs:complexType>

  <xs:simpleType name="Uuid">
    <xs:restriction base="xs:token">
      <xs:pattern value="[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"/>
    </xs:restriction>
  </xs:simpleType>

  <xs:simpleType name="SchemaVersion">
    <xs:restriction base="xs:positiveInteger"><xs:enumeration value="1"/></xs:restriction>
  </xs:simpleType>
</xs:schema>
`;
