/** Client of the Issuary Merchant API. Begin with {@link com.issuary.Issuary}. */
package com.issuary;
