package coupon.api.testing;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;

/** Somebody who gives out tokens, as values of the header {@code Authorization}, with a key made for this run. */
public final class Tokens {
    private final RSAKey key;

    public Tokens() throws JOSEException {
        this.key = new RSAKeyGenerator(2048).generate();
    }

    /** Where the key is that tells which tokens are genuine. */
    public String publicKeyLocation(Path directory) throws IOException, JOSEException {
        String base64 = Base64.getMimeEncoder().encodeToString(publicKey());
        String pem = "-----BEGIN PUBLIC KEY-----\n" + base64 + "\n-----END PUBLIC KEY-----\n";
        return Files.writeString(directory.resolve("public-key.pem"), pem)
                .toUri()
                .toString();
    }

    public String of(String subject, String scope) throws JOSEException {
        return signed(JWSAlgorithm.RS256, new RSASSASigner(key), claims(subject, scope, Duration.ofMinutes(5)));
    }

    public String expired(String subject) throws JOSEException {
        return signed(JWSAlgorithm.RS256, new RSASSASigner(key), claims(subject, "", Duration.ofMinutes(-5)));
    }

    public String unsigned(String subject) {
        return "Bearer " + new PlainJWT(claimsOfOperator(subject)).serialize();
    }

    /** Signed with the public key as if that were a shared secret. */
    public String confused(String subject) throws JOSEException {
        return signed(JWSAlgorithm.HS256, new MACSigner(publicKey()), claimsOfOperator(subject));
    }

    private byte[] publicKey() throws JOSEException {
        return key.toRSAPublicKey().getEncoded();
    }

    private static String signed(JWSAlgorithm algorithm, JWSSigner signer, JWTClaimsSet claims) throws JOSEException {
        var token = new SignedJWT(new JWSHeader(algorithm), claims);
        token.sign(signer);
        return "Bearer " + token.serialize();
    }

    private static JWTClaimsSet claimsOfOperator(String subject) {
        return claims(subject, "coupon:admin", Duration.ofMinutes(5));
    }

    private static JWTClaimsSet claims(String subject, String scope, Duration valid) {
        return new JWTClaimsSet.Builder()
                .subject(subject)
                .claim("scope", scope)
                .expirationTime(Date.from(Instant.now().plus(valid)))
                .build();
    }
}
