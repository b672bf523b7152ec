/**
 * A stand-in for KurrentDB over a real socket, made of the client's own service definitions: Append, BatchAppend, Read
 * with subscriptions, gossip. It proves our side of the wire, not theirs. It leaves out: disks, elections, replication,
 * TLS and passwords (a real server alone can show those), `$maxAge`, `$all`, filters, links, delete calls, and the server's
 * own reply that an earlier append is not committed yet.
 */
import {
  Metadata,
  Server,
  ServerCredentials,
  status,
  type sendUnaryData,
  type ServerDuplexStream,
  type ServerReadableStream,
  type ServerUnaryCall,
  type ServerWritableStream,
} from '@grpc/grpc-js';
import { GossipService } from '@eventstore/db-client/generated/gossip_grpc_pb';
import { ClusterInfo, EndPoint, MemberInfo } from '@eventstore/db-client/generated/gossip_pb';
import { ServerFeaturesService } from '@eventstore/db-client/generated/serverfeatures_grpc_pb';
import { SupportedMethod, SupportedMethods } from '@eventstore/db-client/generated/serverfeatures_pb';
import { Empty, StreamIdentifier, UUID, WrongExpectedVersion } from '@eventstore/db-client/generated/shared_pb';
import { Status as RpcStatus } from '@eventstore/db-client/generated/status_pb';
import { StreamsService } from '@eventstore/db-client/generated/streams_grpc_pb';
import type { AppendReq, BatchAppendReq } from '@eventstore/db-client/generated/streams_pb';
import { AppendResp, BatchAppendResp, ReadReq, ReadResp } from '@eventstore/db-client/generated/streams_pb';
import { Any } from 'google-protobuf/google/protobuf/any_pb';

import { FaultPlan, spoiled } from './kurrentdb-faults';
import { DoubleStreams, type DoubleEvent, type Proposed } from './kurrentdb-streams';

const SLOW_MS = 60;

type Read = ServerWritableStream<ReadReq, ReadResp>;

/** A cluster of one or more nodes, of which one leads. All share the same streams. */
export class KurrentDbDouble {
  public readonly streams = new DoubleStreams();
  public readonly faults = new FaultPlan();
  /** How often each call came in. */
  public readonly calls = { append: 0, batchAppend: 0, read: 0, subscribe: 0 };
  public leader = 0;
  private nodes: { server: Server; port: number }[] = [];
  private readonly open = new Set<{ readonly end: () => void }>();

  public static async start(nodes = 1): Promise<KurrentDbDouble> {
    const double = new KurrentDbDouble();
    for (let node = 0; node < nodes; node += 1) {
      double.nodes.push(await double.listen(node, 0));
    }
    return double;
  }

  /** The connection string of all nodes. */
  public get url(): string {
    return `esdb://${this.nodes.map(({ port }) => `127.0.0.1:${port}`).join(',')}?tls=false`;
  }

  /** Ends all connections at once, as a killed process does. */
  public stop(): void {
    for (const { server } of this.nodes) server.forceShutdown();
  }

  /** Comes back at the same addresses, with everything that was committed. */
  public async restart(): Promise<void> {
    const before = this.nodes;
    this.nodes = [];
    for (const [node, { port }] of before.entries()) this.nodes.push(await this.listen(node, port));
  }

  /** Ends the subscriptions that are open, as a node does that goes down. */
  public dropSubscriptions(): void {
    for (const each of [...this.open]) each.end();
  }

  private async listen(node: number, port: number): Promise<{ server: Server; port: number }> {
    const server = new Server({ 'grpc.max_receive_message_length': 17 * 1024 * 1024 });
    server.addService(StreamsService, {
      append: (call: ServerReadableStream<AppendReq, AppendResp>, reply: sendUnaryData<AppendResp>) => {
        this.append(node, call, reply);
      },
      batchAppend: (call: ServerDuplexStream<BatchAppendReq, BatchAppendResp>) => {
        this.batchAppend(call);
      },
      read: (call: Read) => {
        this.read(node, call);
      },
      delete: unimplemented,
      tombstone: unimplemented,
    });
    server.addService(GossipService, {
      read: (_call: ServerUnaryCall<Empty, ClusterInfo>, reply: sendUnaryData<ClusterInfo>) => {
        reply(null, this.clusterInfo());
      },
    });
    server.addService(ServerFeaturesService, { getSupportedMethods });
    const bound = await new Promise<number>((resolve, reject) => {
      server.bindAsync(`127.0.0.1:${port}`, ServerCredentials.createInsecure(), (error, real) => {
        if (error === null) resolve(real);
        else reject(error);
      });
    });
    return { server, port: bound };
  }

  private append(
    node: number,
    call: ServerReadableStream<AppendReq, AppendResp>,
    reply: sendUnaryData<AppendResp>,
  ): void {
    let options: AppendReq.Options | undefined;
    const proposed: Proposed[] = [];
    this.calls.append += 1;
    call.on('data', (request: AppendReq) => {
      if (request.hasOptions()) options = request.getOptions();
      const message = request.getProposedMessage();
      if (message !== undefined) proposed.push(proposedFrom(message));
    });
    call.on('error', () => undefined);
    call.on('end', () => {
      if (call.cancelled) return;
      const stream = nameIn(options?.getStreamIdentifier());
      const expected = options?.hasRevision() === true ? Number(options.getRevision()) : -1;
      const commit = (): void => {
        this.commit(stream, expected, proposed, reply);
      };
      // Metadata are an operator's business, and no fault is planned for them.
      const fault = stream.startsWith('$$') ? null : this.faults.nextAppend();
      if (node !== this.leader || fault === 'not the leader') reply(this.notLeader(), null);
      else if (fault === null) commit();
      else this.appendWith(fault, { stream, expected, proposed }, call, reply, commit);
    });
  }

  private appendWith(
    fault: NonNullable<ReturnType<FaultPlan['nextAppend']>>,
    { stream, expected, proposed }: { stream: string; expected: number; proposed: readonly Proposed[] },
    call: ServerReadableStream<AppendReq, AppendResp>,
    reply: sendUnaryData<AppendResp>,
    commit: () => void,
  ): void {
    const store = (): void => {
      this.streams.append(stream, expected, proposed);
    };
    switch (fault) {
      case 'dropped before the commit':
        breakConnection(call);
        return;
      case 'dropped after the commit':
        store();
        breakConnection(call);
        return;
      case 'hangs before the commit':
        return;
      case 'hangs after the commit':
        store();
        return;
      case 'not the leader':
        reply(this.notLeader(), null);
        return;
      case 'a wrong version that is not so':
        reply(null, wrongVersion(this.streams.all(stream).length + 2));
        return;
      case 'slow':
        setTimeout(commit, SLOW_MS);
        return;
      case 'delivered twice':
        // A proxy between the two sends the call again: the second of the two answers is the one that arrives.
        store();
        commit();
        return;
    }
  }

  private commit(
    stream: string,
    expected: number,
    proposed: readonly Proposed[],
    reply: sendUnaryData<AppendResp>,
  ): void {
    const result = this.streams.append(stream, expected, proposed);
    if (result === 'deleted') reply(exception('stream-deleted', { 'stream-name': stream }), null);
    else if (result === 'too large') {
      reply(exception('maximum-append-size-exceeded', { 'maximum-append-size': '1048576' }), null);
    } else if (result.stored) {
      const success = new AppendResp.Success();
      success.setCurrentRevision(String(result.last));
      success.setNoPosition(new Empty());
      reply(null, new AppendResp().setSuccess(success));
    } else reply(null, wrongVersion(result.current));
  }

  private batchAppend(call: ServerDuplexStream<BatchAppendReq, BatchAppendResp>): void {
    const waiting = new Map<string, { options: BatchAppendReq.Options | undefined; proposed: Proposed[] }>();
    call.on('error', () => undefined);
    call.on('end', () => {
      call.end();
    });
    call.on('data', (request: BatchAppendReq) => {
      const correlation = request.getCorrelationId();
      const key = Buffer.from(correlation?.serializeBinary() ?? []).toString('hex');
      const batch = waiting.get(key) ?? { options: request.getOptions(), proposed: [] };
      waiting.set(key, batch);
      batch.proposed.push(...request.getProposedMessagesList().map(proposedFrom));
      if (!request.getIsFinal()) return;
      waiting.delete(key);
      this.calls.batchAppend += 1;
      const response = this.batchResponse(batch.options, batch.proposed);
      response.setCorrelationId(correlation);
      call.write(response);
    });
  }

  private batchResponse(options: BatchAppendReq.Options | undefined, proposed: readonly Proposed[]): BatchAppendResp {
    const stream = nameIn(options?.getStreamIdentifier());
    const expected = options?.hasStreamPosition() === true ? Number(options.getStreamPosition()) : -1;
    const result = this.streams.append(stream, expected, proposed);
    const response = new BatchAppendResp();
    response.setStreamIdentifier(options?.getStreamIdentifier());
    if (typeof result === 'string') response.setError(batchError(null));
    else if (result.stored) response.setSuccess(new BatchAppendResp.Success().setCurrentRevision(String(result.last)));
    else response.setError(batchError(result.current));
    return response;
  }

  private read(node: number, call: Read): void {
    const options = call.request.getOptions();
    const stream = nameIn(options?.getStream()?.getStreamIdentifier());
    call.on('error', () => undefined);
    if (node !== this.leader && call.metadata.get('requires-leader')[0] === 'true') {
      call.emit('error', this.notLeader());
      return;
    }
    if (options?.hasSubscription() === true) this.subscribe(call, stream);
    else this.readOnce(call, stream);
  }

  private readOnce(call: Read, stream: string): void {
    this.calls.read += 1;
    const options = call.request.getOptions();
    const shown = this.streams.shown(stream);
    if (shown === 'deleted') {
      call.emit('error', exception('stream-deleted', { 'stream-name': stream }));
      return;
    }
    if (shown === null) {
      const missing = new ReadResp.StreamNotFound();
      missing.setStreamIdentifier(options?.getStream()?.getStreamIdentifier());
      call.write(new ReadResp().setStreamNotFound(missing));
      call.end();
      return;
    }
    const backwards = options?.getReadDirection() === ReadReq.Options.ReadDirection.BACKWARDS;
    const at = options?.getStream();
    const from = at?.hasRevision() === true ? Number(at.getRevision()) : 0;
    const count = Number(options?.getCount());
    const wanted = backwards ? [...shown].reverse() : shown.filter(({ revision }) => revision >= from);
    this.send(call, stream, wanted.slice(0, count));
  }

  /** Only reads of two entries or more go wrong, so that each fault has something to do. */
  private send(call: Read, stream: string, events: readonly DoubleEvent[]): void {
    const fault = events.length < 2 ? null : this.faults.nextRead();
    const changed = spoiled(events, fault);
    const half = Math.ceil(changed.length / 2);
    for (const event of fault === 'reset in the middle' ? changed.slice(0, half) : changed) {
      call.write(responseOf(stream, event));
    }
    if (fault === 'reset in the middle') setImmediate(breakConnection, call);
    else call.end();
  }

  private subscribe(call: Read, stream: string): void {
    this.calls.subscribe += 1;
    const at = call.request.getOptions()?.getStream();
    let next = at?.hasRevision() === true ? Number(at.getRevision()) + 1 : 0;
    const confirmation = new ReadResp.SubscriptionConfirmation();
    confirmation.setSubscriptionId(crypto.randomUUID());
    call.write(new ReadResp().setConfirmation(confirmation));
    const fault = this.faults.nextSubscription();
    const advance = (): void => {
      const shown = this.streams.shown(stream);
      for (const event of Array.isArray(shown) ? (shown as readonly DoubleEvent[]) : []) {
        if (event.revision < next) continue;
        call.write(responseOf(stream, event));
        next = event.revision + 1;
      }
    };
    advance();
    const stop = fault === 'subscription dead without a word' ? () => undefined : this.streams.onAppend(advance);
    const subscription = {
      end: (): void => {
        breakConnection(call);
      },
    };
    this.open.add(subscription);
    const over = (): void => {
      stop();
      this.open.delete(subscription);
    };
    call.on('cancelled', over);
    call.on('close', over);
    if (fault === 'subscription dropped') setTimeout(subscription.end, 5);
  }

  private clusterInfo(): ClusterInfo {
    const info = new ClusterInfo();
    for (const [node, { port }] of this.nodes.entries()) {
      const member = new MemberInfo();
      member.setInstanceId(new UUID().setString(crypto.randomUUID()));
      member.setState(node === this.leader ? MemberInfo.VNodeState.LEADER : MemberInfo.VNodeState.FOLLOWER);
      member.setIsAlive(true);
      member.setHttpEndPoint(new EndPoint().setAddress('127.0.0.1').setPort(port));
      info.addMembers(member);
    }
    return info;
  }

  private notLeader(): ReturnType<typeof exception> {
    const port = String(this.nodes[this.leader]?.port);
    return exception('not-leader', { 'leader-endpoint-host': '127.0.0.1', 'leader-endpoint-port': port });
  }
}

/**
 * Ends the connection itself, so that everything on it ends at once. Not while one of its frames is being read: Node 20 can
 * then corrupt its memory, and the process aborts.
 */
function breakConnection(call: object): void {
  const { stream } = (call as { call: { stream: { session?: { destroy: () => void } } } }).call;
  setImmediate(() => stream.session?.destroy());
}

const unimplemented = (_call: unknown, reply: sendUnaryData<never>): void => {
  reply({ code: status.UNIMPLEMENTED, details: 'not in the double' }, null);
};

function getSupportedMethods(_call: unknown, reply: sendUnaryData<SupportedMethods>): void {
  const methods = new SupportedMethods();
  methods.setEventStoreServerVersion('0.0.0-double');
  for (const name of ['append', 'batchappend', 'read']) {
    const method = new SupportedMethod();
    method.setServiceName('event_store.client.streams.Streams');
    method.setMethodName(name);
    methods.addMethods(method);
  }
  reply(null, methods);
}

function exception(
  name: string,
  more: Readonly<Record<string, string>>,
): {
  code: status;
  details: string;
  metadata: Metadata;
} {
  const metadata = new Metadata();
  metadata.set('exception', name);
  for (const [key, value] of Object.entries(more)) metadata.set(key, value);
  return { code: status.FAILED_PRECONDITION, details: name, metadata };
}

function wrongVersion(current: number | null): AppendResp {
  const wrong = new AppendResp.WrongExpectedVersion();
  if (current === null) wrong.setCurrentNoStream(new Empty());
  else wrong.setCurrentRevision(String(current));
  wrong.setExpectedNoStream(new Empty());
  return new AppendResp().setWrongExpectedVersion(wrong);
}

function batchError(current: number | null): RpcStatus {
  const wrong = new WrongExpectedVersion();
  if (current !== null) wrong.setCurrentStreamRevision(String(current));
  const details = new Any();
  details.pack(wrong.serializeBinary(), 'event_store.client.WrongExpectedVersion');
  const error = new RpcStatus();
  error.setMessage('wrong expected version');
  error.setDetails(details);
  return error;
}

const nameIn = (identifier: StreamIdentifier | undefined): string =>
  Buffer.from(identifier?.getStreamName_asU8() ?? []).toString();

function proposedFrom(message: AppendReq.ProposedMessage | BatchAppendReq.ProposedMessage): Proposed {
  const metadata = message.getMetadataMap();
  return {
    id: idIn(message.getId()),
    type: metadata.get('type') ?? '',
    contentType: metadata.get('content-type') ?? '',
    data: message.getData_asU8(),
  };
}

function idIn(uuid: UUID | undefined): string {
  if (uuid?.hasString() === true) return uuid.getString();
  const bits = uuid?.getStructured();
  const hex = [bits?.getMostSignificantBits(), bits?.getLeastSignificantBits()]
    .map((half) =>
      BigInt.asUintN(64, BigInt(half ?? 0))
        .toString(16)
        .padStart(16, '0'),
    )
    .join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

function responseOf(stream: string, { id, revision, type, contentType, data }: DoubleEvent): ReadResp {
  const event = new ReadResp.ReadEvent.RecordedEvent();
  event.setId(new UUID().setString(id));
  event.setStreamIdentifier(new StreamIdentifier().setStreamName(Buffer.from(stream).toString('base64')));
  event.setStreamRevision(String(revision));
  event.setCommitPosition(String(revision));
  event.setPreparePosition(String(revision));
  event.getMetadataMap().set('type', type);
  event.getMetadataMap().set('content-type', contentType);
  event.getMetadataMap().set('created', '0');
  event.setData(data);
  return new ReadResp().setEvent(new ReadResp.ReadEvent().setEvent(event));
}
