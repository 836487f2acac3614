package com.issuary;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Seals, signs, posts and repeats requests; verifies and opens the answers. */
final class Caller extends Calls {
  /**
   * Failures that the platform, or a gateway before it, may send before it knows the sender, and
   * cannot sign.
   */
  private static final Set<String> UNSIGNED_FAILURES =
      Set.of("100001", "100002", "100005", "130001", "999999");

  /** The platform does not know the outcome. */
  private static final Set<String> OUTCOME_UNKNOWN = Set.of("140001", "999999");

  /** The platform did nothing, and the request may succeed later. */
  private static final Set<String> TRY_LATER = Set.of("100005", "130001");

  private static final System.Logger LOG = System.getLogger("com.issuary");

  private final Settings settings;
  private final Connection connection;

  Caller(Settings settings) {
    this.settings = settings;
    connection = new Connection(settings.baseUrl, settings.timeout, settings.http);
  }

  /**
   * Calls an operation and returns its result in clear. Without a definite answer the same request
   * is repeated: a query always, an operation that changes something only under its userReqNo,
   * which makes it happen once.
   */
  @Override
  Map<String, Object> call(Operation operation, Map<String, ?> request) {
    Map<String, Object> content = new LinkedHashMap<>(request);
    Object given = content.get("userReqNo");
    if (operation.takesRequestNumber && (given == null || "".equals(given)))
      content.put("userReqNo", UUID.randomUUID().toString());
    Object userReqNo = operation.changes ? content.get("userReqNo") : null;
    CallContext call =
        new CallContext(operation.name, userReqNo == null ? null : userReqNo.toString(), null);
    return withRetries(operation, call, envelopeOf(content));
  }

  private byte[] envelopeOf(Map<String, Object> content) {
    Map<String, Object> clear =
        settings.sealsCardData ? Jwe.sealCardData(content, settings.platformKeys.get(0)) : content;
    Map<String, Object> envelope = new LinkedHashMap<>();
    envelope.put("version", "1.0.0");
    envelope.put("userNo", Long.parseLong(settings.userNo));
    envelope.put("dataType", "JSON");
    envelope.put("dataContent", Codec.seal(clear, settings.requestKey()));
    return JsonWriter.write(envelope).getBytes(UTF_8);
  }

  private Map<String, Object> withRetries(Operation operation, CallContext call, byte[] body) {
    boolean mayHaveHappened = false;
    for (int attempts = 1; ; attempts++) {
      AttemptFailed failure;
      try {
        return exchange(operation, call, body);
      } catch (AttemptFailed e) {
        failure = e;
      }
      boolean isUnknown = failure.effect == AttemptFailed.Effect.UNKNOWN && operation.changes;
      mayHaveHappened |= isUnknown;
      boolean isRepeatable = !isUnknown || call.userReqNo != null;
      boolean isOver =
          !isRepeatable
              || attempts >= settings.retry.maxAttempts()
              || Thread.currentThread().isInterrupted();
      if (isOver) throw giveUp(failure, attempts, mayHaveHappened);
      long delay = settings.retry.delayMs(attempts, failure.retryAfter);
      LOG.log(
          System.Logger.Level.DEBUG,
          "{0}: {1}; repeated in {2} ms",
          call,
          failure.getMessage(),
          delay);
      if (!sleep(delay)) throw giveUp(failure, attempts, mayHaveHappened);
    }
  }

  private static CallFailed giveUp(AttemptFailed failure, int attempts, boolean mayHaveHappened) {
    Throwable cause = failure.getCause();
    String problem = failure.getMessage() + (attempts == 1 ? "" : " (" + attempts + " attempts)");
    if (mayHaveHappened)
      return new OutcomeUnknown(failure.context, "outcome unknown: " + problem, cause);
    if (cause instanceof OperationRefused) return (OperationRefused) cause;
    if (failure.effect == AttemptFailed.Effect.NONE)
      return new PlatformUnreachable(failure.context, problem, cause);
    return new QueryUnanswered(failure.context, problem, cause);
  }

  private static boolean sleep(long ms) {
    try {
      Thread.sleep(ms);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private Map<String, Object> exchange(Operation operation, CallContext call, byte[] body)
      throws AttemptFailed {
    URI uri = connection.uriOf(operation);
    long now = Instant.now().getEpochSecond();
    Map<String, String> signature =
        settings.signs()
            ? Signatures.sign(
                uri.getRawPath(),
                body,
                settings.userNo,
                settings.privateKey,
                now,
                UUID.randomUUID().toString())
            : Map.of();
    Answer answer = connection.post(uri, body, signature, call);
    Answer.Envelope envelope = answer.envelope();
    if (settings.signs()) verify(answer, envelope, signature.get("signature"));
    // Failures that never reached an operation have no userNo.
    boolean isForThisMerchant =
        envelope.userNo.equals(settings.userNo) || (!envelope.success && envelope.userNo.isEmpty());
    if (!isForThisMerchant)
      throw new ResponseUnreadable(answer.context, "the answer is for another merchant", null);
    if (!envelope.success) throw refusal(answer, envelope);
    return open(answer, envelope);
  }

  private void verify(Answer answer, Answer.Envelope envelope, String sent) {
    long now = Instant.now().getEpochSecond();
    try {
      if (Signatures.verifyAnswer(
          answer.status,
          answer.body,
          answer.headers,
          sent,
          settings.userNo,
          settings.platformKeys,
          now)) return;
    } catch (CodecException e) {
      throw new ResponseUnreadable(answer.context, "the answer's " + e.getMessage(), e);
    }
    if (envelope.success || !UNSIGNED_FAILURES.contains(envelope.errorCode))
      throw new ResponseUnreadable(answer.context, "the answer is not signed", null);
  }

  /** Returns a refusal that ends the call, or throws one that may be repeated. */
  private static OperationRefused refusal(Answer answer, Answer.Envelope envelope)
      throws AttemptFailed {
    OperationRefused refused = OperationRefused.of(answer, envelope.errorCode, envelope.errorMsg);
    boolean isUnknown = OUTCOME_UNKNOWN.contains(envelope.errorCode);
    if (!isUnknown && !TRY_LATER.contains(envelope.errorCode)) return refused;
    AttemptFailed.Effect effect =
        isUnknown ? AttemptFailed.Effect.UNKNOWN : AttemptFailed.Effect.NONE;
    throw new AttemptFailed(
        answer.context,
        "refused with " + envelope.errorCode + " " + envelope.errorMsg,
        effect,
        answer.retryAfter(),
        refused);
  }

  private Map<String, Object> open(Answer answer, Answer.Envelope envelope) {
    try {
      Map<String, Object> result = Codec.open(envelope.result, settings.platformKeys);
      return settings.privateKey == null ? result : Jwe.openCardData(result, settings.privateKey);
    } catch (CodecException e) {
      throw new ResponseUnreadable(
          answer.context, "the result does not open with the platform's key: " + e.getMessage(), e);
    }
  }
}
