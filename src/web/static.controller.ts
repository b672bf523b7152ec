import { Get } from '@nestjs/common';

import { Page } from './page';
import { PagesAt } from './pages-at';

/** Pages that hold words only: help, the accessibility statement, privacy. */
@PagesAt('')
export class StaticController {
  @Get('help')
  public help(): Page {
    return new Page('help', {});
  }

  @Get('accessibility')
  public accessibility(): Page {
    return new Page('accessibility', {});
  }

  @Get('privacy')
  public privacy(): Page {
    return new Page('privacy', {});
  }
}
