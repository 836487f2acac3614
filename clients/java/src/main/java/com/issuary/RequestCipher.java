package com.issuary;

/** How requests are sealed, as agreed with the platform. */
public enum RequestCipher {
  /** With the merchant's private key. The default. */
  MERCHANT_PRIVATE,
  /** With the platform's public key. */
  PLATFORM_PUBLIC
}
