import { Injectable, type OnModuleDestroy } from '@nestjs/common';

/** Whether the server is stopping: the first thing that is known when it is told to, before anything is closed. */
@Injectable()
export class Stopping implements OnModuleDestroy {
  private readonly controller = new AbortController();

  public get signal(): AbortSignal {
    return this.controller.signal;
  }

  public onModuleDestroy(): void {
    this.controller.abort();
  }
}
