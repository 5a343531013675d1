/** `schemas/archive.xsd`, written by hand: `hierarchy.xml` and `links.xml` (rspace.md section 8). */
export const archiveSchema = `<?xml version="1.0" encoding="UTF-8"?>
<!-- What is around the items of a package: communities and collections, and how everything is linked. -->
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="urn:holdall:archive"
           targetNamespace="urn:holdall:archive" elementFormDefault="qualified" version="1">

  <xs:include schemaLocation="item.xsd"/>

  <xs:element name="hierarchy">
    <xs:complexType>
      <xs:sequence>
        <!-- From the top down: a parent comes before its children. -->
        <xs:element name="communities">
          <xs:complexType>
            <xs:sequence>
              <xs:element name="community" type="Community" minOccurs="0" maxOccurs="unbounded"/>
            </xs:sequence>
          </xs:complexType>
        </xs:element>
        <xs:element name="collections">
          <xs:complexType>
            <xs:sequence>
              <xs:element name="collection" type="Collection" minOccurs="0" maxOccurs="unbounded"/>
            </xs:sequence>
          </xs:complexType>
        </xs:element>
        <!-- Groups that the policies name. -->
        <xs:element name="groups">
          <xs:complexType>
            <xs:sequence>
              <xs:element name="group" minOccurs="0" maxOccurs="unbounded">
                <xs:complexType><xs:attribute name="name" type="xs:string" use="required"/></xs:complexType>
              </xs:element>
            </xs:sequence>
          </xs:complexType>
        </xs:element>
      </xs:sequence>
      <xs:attribute name="schemaVersion" type="SchemaVersion" use="required"/>
      <xs:attribute name="title" type="xs:string" use="required"/>
    </xs:complexType>
    <xs:key name="containerId">
      <xs:selector xpath="communities/community | collections/collection"/>
      <xs:field xpath="@id"/>
    </xs:key>
  </xs:element>

  <xs:complexType name="Community">
    <xs:sequence>
      <xs:element name="metadata" type="Metadata"/>
      <xs:element name="policies" type="Policies"/>
      <xs:element name="logo" type="Bitstream" minOccurs="0"/>
    </xs:sequence>
    <xs:attributeGroup ref="Container"/>
    <!-- Number of the community above; absent at the top. -->
    <xs:attribute name="parentId" type="xs:positiveInteger"/>
  </xs:complexType>

  <xs:complexType name="Collection">
    <xs:sequence>
      <xs:element name="parent" minOccurs="0" maxOccurs="unbounded">
        <xs:complexType>
          <xs:attribute name="id" type="xs:positiveInteger" use="required"/>
          <xs:attribute name="uuid" type="Uuid" use="required"/>
        </xs:complexType>
      </xs:element>
      <xs:element name="metadata" type="Metadata"/>
      <xs:element name="policies" type="Policies"/>
      <xs:element name="logo" type="Bitstream" minOccurs="0"/>
      <!-- Licence that submitters accept. -->
      <xs:element name="license" type="xs:string" minOccurs="0"/>
      <!-- Metadata that new items begin with. -->
      <xs:element name="template" type="Metadata" minOccurs="0"/>
    </xs:sequence>
    <xs:attributeGroup ref="Container"/>
  </xs:complexType>

  <xs:attributeGroup name="Container">
    <xs:attribute name="id" type="xs:positiveInteger" use="required"/>
    <xs:attribute name="uuid" type="Uuid" use="required"/>
    <xs:attribute name="handle" type="xs:string"/>
    <xs:attribute name="name" type="xs:string" use="required"/>
    <!-- Place in this list, from 0. -->
    <xs:attribute name="position" type="xs:nonNegativeInteger" use="required"/>
  </xs:attributeGroup>

  <xs:element name="links">
    <xs:complexType>
      <xs:choice minOccurs="0" maxOccurs="unbounded">
        <!-- A community, collection or item and the document that describes it. -->
        <xs:element name="object">
          <xs:complexType>
            <xs:attribute name="id" type="xs:positiveInteger" use="required"/>
            <xs:attribute name="uuid" type="Uuid"/>
            <xs:attribute name="handle" type="xs:string"/>
            <xs:attribute name="path" type="xs:string" use="required"/>
            <xs:attribute name="title" type="xs:string"/>
          </xs:complexType>
        </xs:element>
        <!-- A DOI or address that the metadata of an item name. -->
        <xs:element name="identifier">
          <xs:complexType>
            <xs:attribute name="value" type="xs:string" use="required"/>
            <xs:attribute name="id" type="xs:positiveInteger" use="required"/>
            <xs:attribute name="path" type="xs:string" use="required"/>
          </xs:complexType>
        </xs:element>
        <xs:element name="relationship">
          <xs:complexType>
            <xs:attribute name="left" type="xs:positiveInteger" use="required"/>
            <xs:attribute name="right" type="xs:positiveInteger" use="required"/>
            <!-- Its name as it is seen from the side in namedFrom. -->
            <xs:attribute name="type" type="xs:string" use="required"/>
            <xs:attribute name="namedFrom" use="required">
              <xs:simpleType>
                <xs:restriction base="xs:token">
                  <xs:enumeration value="left"/>
                  <xs:enumeration value="right"/>
                </xs:restriction>
              </xs:simpleType>
            </xs:attribute>
            <xs:attribute name="leftPlace" type="xs:integer" use="required"/>
            <xs:attribute name="rightPlace" type="xs:integer" use="required"/>
          </xs:complexType>
        </xs:element>
        <!-- An item that is referred to, and that is not in the package. -->
        <xs:element name="absent">
          <xs:complexType>
            <xs:attribute name="id" type="xs:positiveInteger" use="required"/>
            <xs:attribute name="uuid" type="Uuid" use="required"/>
            <xs:attribute name="handle" type="xs:string"/>
            <xs:attribute name="referredBy" type="xs:positiveInteger" use="required"/>
          </xs:complexType>
        </xs:element>
        <!-- An item that was asked for, and why it is not in the package. -->
        <xs:element name="leftOut">
          <xs:complexType>
            <xs:attribute name="id" type="xs:positiveInteger" use="required"/>
            <xs:attribute name="uuid" type="Uuid" use="required"/>
            <xs:attribute name="handle" type="xs:string"/>
            <xs:attribute name="title" type="xs:string" use="required"/>
            <xs:attribute name="reason" use="required">
              <xs:simpleType>
                <xs:restriction base="xs:token">
                  <xs:enumeration value="withdrawn"/>
                  <xs:enumeration value="unfinished"/>
                </xs:restriction>
              </xs:simpleType>
            </xs:attribute>
          </xs:complexType>
        </xs:element>
      </xs:choice>
      <xs:attribute name="schemaVersion" type="SchemaVersion" use="required"/>
    </xs:complexType>
  </xs:element>
</xs:schema>
`;
