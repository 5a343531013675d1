/** What a collection without a licence of its own asks of those who deposit in it. */
export const siteLicense = `DEPOSIT LICENCE

By depositing a work in this repository you, its author or the holder of its rights:

1. allow the repository to keep the work, to copy it for safety and preservation, and to bring it into other formats for
   that purpose without changing what it says;
2. allow the repository to give the work to readers under the conditions of access that are set for it;
3. declare that you are entitled to do so, that the work as far as you know infringes nobody's rights, and that wherever
   it contains something of others you have their permission and have said whose it is.

You keep all rights in the work. The repository names you as its author or rights holder, and changes the work in no
other way than this licence allows.
`;
