// Generated from the API catalogue by npm run generate:clients. Do not edit.
package com.issuary.model;

import java.time.LocalDate;
import java.util.Objects;

/** The request of Cardholder Application. */
public final class CardholderApplyRequest extends Request {
  private CardholderApplyRequest(Builder builder) {
    super(builder);
  }

  /** Returns a builder without fields. */
  public static Builder builder() {
    return new Builder();
  }

  /** Sets the fields of the request. */
  public static final class Builder extends Request.Builder<Builder> {
    private Builder() {}

    /**
     * The merchant's request number, unique for ever. Repeating a request under the same number changes nothing.
     * Generated when it is not set.
     */
    public Builder userReqNo(String userReqNo) {
      return with("userReqNo", userReqNo);
    }

    /** Given name. Required. */
    public Builder firstName(String firstName) {
      return with("firstName", firstName);
    }

    /** Middle name. */
    public Builder middleName(String middleName) {
      return with("middleName", middleName);
    }

    /** Family name. Required. */
    public Builder lastName(String lastName) {
      return with("lastName", lastName);
    }

    /** E-mail address. Unique among the cardholders of the merchant, regardless of case. Required. */
    public Builder email(String email) {
      return with("email", email);
    }

    /** ITU calling code of the mobile number without plus, for example 86. Required. */
    public Builder mobilePrefix(String mobilePrefix) {
      return with("mobilePrefix", mobilePrefix);
    }

    /**
     * Mobile number without its prefix. Unique among the cardholders of the merchant, with or without a trunk prefix
     * 0. Required.
     */
    public Builder mobile(String mobile) {
      return with("mobile", mobile);
    }

    /** Date of birth; the cardholder must be 18 or older. Required. */
    public Builder birthDate(LocalDate birthDate) {
      return with("birthDate", Objects.toString(birthDate, null));
    }

    /** Date of birth; the cardholder must be 18 or older. Required. */
    public Builder birthDate(String birthDate) {
      return with("birthDate", birthDate);
    }

    /** ISO 3166-1 alpha-3 code of the billing address, or XKX for Kosovo. CNH is accepted for CHN. Required. */
    public Builder countryCode(String countryCode) {
      return with("countryCode", countryCode);
    }

    /** State or province. In the United States a two-letter code of the appendix. Required. */
    public Builder billingState(String billingState) {
      return with("billingState", billingState);
    }

    /** City. Required. */
    public Builder billingCity(String billingCity) {
      return with("billingCity", billingCity);
    }

    /** Street and number. Required. */
    public Builder billingAddress(String billingAddress) {
      return with("billingAddress", billingAddress);
    }

    /** Postal code. May be omitted for countries and regions without postal codes, such as Hong Kong. */
    public Builder billingZipCode(String billingZipCode) {
      return with("billingZipCode", billingZipCode);
    }

    /** The merchant's own note. */
    public Builder remark(String remark) {
      return with("remark", remark);
    }

    /** 1 male, 2 female. */
    public Builder gender(int gender) {
      return with("gender", gender);
    }

    /** 1 identity card, 2 passport. Requires certificateNo. */
    public Builder certificateType(int certificateType) {
      return with("certificateType", certificateType);
    }

    /** Number of the document. Requires certificateType. */
    public Builder certificateNo(String certificateNo) {
      return with("certificateNo", certificateNo);
    }

    /** The front of the document: a JPEG or PNG of at most 512 KiB, as Base64 or as a data: URI. Never returned. */
    public Builder certificateFrontImageBase64(String certificateFrontImageBase64) {
      return with("certificateFrontImageBase64", certificateFrontImageBase64);
    }

    /** The back of the document: a JPEG or PNG of at most 512 KiB, as Base64 or as a data: URI. Never returned. */
    public Builder certificateBackImageBase64(String certificateBackImageBase64) {
      return with("certificateBackImageBase64", certificateBackImageBase64);
    }

    /**
     * The cardholder holding the document: a JPEG or PNG of at most 512 KiB, as Base64 or as a data: URI. Never
     * returned.
     */
    public Builder certificateHoldImageBase64(String certificateHoldImageBase64) {
      return with("certificateHoldImageBase64", certificateHoldImageBase64);
    }

    /**
     * Returns the request.
     *
     * @throws com.issuary.RequestInvalid when a required field is not set
     */
    public CardholderApplyRequest build() {
      require("firstName", "lastName", "email", "mobilePrefix", "mobile", "birthDate", "countryCode", "billingState", "billingCity", "billingAddress");
      return new CardholderApplyRequest(this);
    }
  }
}
