// The package has no types of its own; this is what the tests use of it.
declare module "s3rver" {
  export default class S3rver {
    constructor(options: {
      address: string;
      port: number;
      silent: boolean;
      directory: string;
      configureBuckets: readonly { readonly name: string }[];
    });
    run(): Promise<{ readonly address: string; readonly port: number }>;
    close(): Promise<void>;
  }
}

declare module "s3rver/lib/models/account.js" {
  export default class Account {
    constructor(id: number, name: string);
    createKeyPair(id: string, secret: string): void;
  }
}
