package com.issuary;

import java.net.http.HttpClient;
import java.security.Key;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What a client was built with. */
final class Settings {
  String baseUrl;
  String userNo;
  PrivateKey privateKey;
  final List<PublicKey> platformKeys = new ArrayList<>();
  RequestCipher requestCipher = RequestCipher.MERCHANT_PRIVATE;
  boolean isUnsigned;
  boolean requiresSignature;
  boolean sealsCardData;
  Duration timeout = Duration.ofSeconds(30);
  RetryPolicy retry = RetryPolicy.DEFAULT;
  HttpClient http;

  /** Returns the same settings, for a client that its builder no longer changes. */
  Settings copy() {
    Settings copy = new Settings();
    copy.baseUrl = baseUrl;
    copy.userNo = userNo;
    copy.privateKey = privateKey;
    copy.platformKeys.addAll(platformKeys);
    copy.requestCipher = requestCipher;
    copy.isUnsigned = isUnsigned;
    copy.requiresSignature = requiresSignature;
    copy.sealsCardData = sealsCardData;
    copy.timeout = timeout;
    copy.retry = retry;
    copy.http = http;
    return copy;
  }

  /** Returns the key that seals requests. */
  Key requestKey() {
    return requestCipher == RequestCipher.PLATFORM_PUBLIC ? platformKeys.get(0) : privateKey;
  }

  boolean signs() {
    return !isUnsigned;
  }
}
