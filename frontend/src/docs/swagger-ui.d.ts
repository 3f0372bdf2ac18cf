declare module "swagger-ui-dist/swagger-ui-es-bundle.js" {
  /** What this page sets of Swagger UI's options. */
  interface Options {
    readonly dom_id: string;
    readonly url: string;
    readonly deepLinking: boolean;
    readonly defaultModelsExpandDepth: number;
  }
  export default function SwaggerUI(options: Options): unknown;
}
