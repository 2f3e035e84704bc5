import { StandardHandler, type StandardHandlerOptions } from '@orpc/server/standard';
import { FastifyHandler } from '@orpc/server/fastify';
import {
  StandardBracketNotationSerializer,
  StandardOpenAPIJsonSerializer,
  StandardOpenAPISerializer,
} from '@orpc/openapi-client/standard';
import { StandardOpenAPICodec, StandardOpenAPIMatcher } from '@orpc/openapi/standard';
import type { ApiContext } from './api.ts';

type Router = ConstructorParameters<typeof StandardHandler<ApiContext>>[0];
type CodecOptions = ConstructorParameters<typeof StandardOpenAPICodec>[1];

/**
 * What the contract lets out is JSON already: schemas have no files, sets or maps. The library copies every answer before it writes it,
 * which takes as long as writing it; here it goes out as it is.
 */
class Json extends StandardOpenAPIJsonSerializer {
  override serialize(data: unknown): [json: unknown, hasBlob: boolean] {
    return [data, false];
  }
}

/** The handler of the product API, as the library puts it together but for {@link Json}. */
export function jsonHandler(
  router: Router,
  options: StandardHandlerOptions<ApiContext> & CodecOptions,
): FastifyHandler<ApiContext> {
  const serializer = new StandardOpenAPISerializer(new Json(), new StandardBracketNotationSerializer());
  const codec = new StandardOpenAPICodec(serializer, options);
  return new FastifyHandler(new StandardHandler(router, new StandardOpenAPIMatcher(), codec, options));
}
