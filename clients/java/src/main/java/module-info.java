/** Client of the Issuary Merchant API. */
module com.issuary {
  requires transitive java.net.http;
  requires static transitive jdk.httpserver;

  exports com.issuary;
  exports com.issuary.model;
}
