import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { Controller, Get, Header, Inject, Injectable, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';

import { DoorRefusal } from '../access/door-problem';
import { fingerprint, THEME, themeStyle, type Theme } from './theme';

// Compiled, the files stand beside this one; run from the sources, they are in the build.
const folders = [join(__dirname, 'assets'), join(__dirname, '..', '..', 'dist', 'src', 'web', 'assets')];

function contentOf(name: string): string {
  const folder = folders.find((candidate) => existsSync(join(candidate, name)));
  if (folder === undefined) throw new Error(`${name} has not been built; run npm run build`);
  return readFileSync(join(folder, name), 'utf8');
}

const addressOf = (name: string, content: string | Buffer): string => `/assets/${name}?v=${fingerprint(content)}`;

/** Style sheets, icon and logo. An address holds a part of the content's hash, so that a browser may keep it. */
@Injectable()
export class Assets {
  public readonly style = contentOf('site.css');
  public readonly icon = contentOf('icon.svg');
  public readonly theme: string;
  public readonly styleAddress = addressOf('site.css', this.style);
  public readonly iconAddress = addressOf('icon.svg', this.icon);
  public readonly themeAddress: string;
  public readonly logoAddress: string | null;

  public constructor(@Inject(THEME) public readonly council: Theme) {
    this.theme = themeStyle(council);
    this.themeAddress = addressOf('theme.css', this.theme);
    this.logoAddress = council.logo === null ? null : addressOf('logo', council.logo.content);
  }
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

  @Get('theme.css')
  @Header('content-type', 'text/css; charset=utf-8')
  @Header('cache-control', KEPT)
  public theme(): string {
    return this.assets.theme;
  }

  @Get('icon.svg')
  @Header('content-type', 'image/svg+xml; charset=utf-8')
  @Header('cache-control', KEPT)
  public icon(): string {
    return this.assets.icon;
  }

  @Get('logo')
  @Header('cache-control', KEPT)
  public logo(@Res({ passthrough: true }) reply: FastifyReply): Buffer {
    const { logo } = this.assets.council;
    if (logo === null) throw new DoorRefusal('NOT_FOUND', 'There is nothing at this address.');
    void reply.header('content-type', logo.type);
    return logo.content;
  }
}
