import swagger from "@fastify/swagger";
import swaggerUi from "@fastify/swagger-ui";
import type { FastifyInstance } from "fastify";

/** Of the reference page: everything comes from this server. Its style elements are its own, made as it draws. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** The OpenAPI document of all routes, and a page to read and try them that needs nothing from elsewhere. */
export async function addReference(
  app: FastifyInstance,
  version: string,
): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: "3.0.3",
      info: {
        title: "Holdall",
        version,
        description:
          "Holdall's own verbs and the dialects it speaks. Sign in for a token, or use an API key as one.",
      },
      components: {
        securitySchemes: {
          token: { type: "http", scheme: "bearer" },
          apiKey: { type: "apiKey", in: "header", name: "apiKey" },
        },
      },
      security: [{ token: [] }],
    },
  });
  await app.register(swaggerUi, {
    routePrefix: "/reference",
    staticCSP: policy,
    uiConfig: {
      // The validator of the default page lives on the internet.
      validatorUrl: null,
      docExpansion: "none",
      persistAuthorization: false,
    },
  });
}
