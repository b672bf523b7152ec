import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { Controller, Get, Header, Injectable } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';

// Compiled, the files stand beside this one; run from the sources, they are in the build.
const folders = [join(__dirname, 'assets'), join(__dirname, '..', '..', 'dist', 'src', 'web', 'assets')];

function contentOf(name: string): string {
  const folder = folders.find((candidate) => existsSync(join(candidate, name)));
  if (folder === undefined) throw new Error(`${name} has not been built; run npm run build`);
  return readFileSync(join(folder, name), 'utf8');
}

const address = (name: string, content: string): string =>
  `/assets/${name}?v=${createHash('sha256').update(content).digest('hex').slice(0, 16)}`;

/** The style sheet and the icon. An address holds a part of the content's hash, so that a browser may keep it. */
@Injectable()
export class Assets {
  public readonly style = contentOf('site.css');
  public readonly icon = contentOf('icon.svg');
  public readonly styleAddress = address('site.css', this.style);
  public readonly iconAddress = address('icon.svg', this.icon);
}

const KEPT = 'public, max-age=31536000, immutable';

@ApiExcludeController()
@Controller('assets')
export class AssetsController {
  public constructor(private readonly assets: Assets) {}

  @Get('site.css')
  @Header('content-type', 'text/css; charset=utf-8')
  @Header('cache-control', KEPT)
  public style(): string {
    return this.assets.style;
  }

  @Get('icon.svg')
  @Header('content-type', 'image/svg+xml; charset=utf-8')
  @Header('cache-control', KEPT)
  public icon(): string {
    return this.assets.icon;
  }
}
