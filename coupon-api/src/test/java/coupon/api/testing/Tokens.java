package coupon.api.testing;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;

/** Somebody who gives out tokens, with a key made for this run. */
public final class Tokens {
    private final RSAKey key;

    public Tokens() {
        try {
            this.key = new RSAKeyGenerator(2048).generate();
        } catch (JOSEException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** Where the key is that tells which tokens are genuine. */
    public String publicKeyLocation(Path directory) {
        try {
            String base64 =
                    Base64.getMimeEncoder().encodeToString(key.toRSAPublicKey().getEncoded());
            Path file = directory.resolve("public-key.pem");
            Files.writeString(file, "-----BEGIN PUBLIC KEY-----\n" + base64 + "\n-----END PUBLIC KEY-----\n");
            return file.toUri().toString();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (JOSEException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** For a header {@code Authorization}. */
    public String of(String subject, String scope) {
        return signed(claims(subject, scope, Duration.ofMinutes(5)));
    }

    public String expired(String subject) {
        return signed(claims(subject, "", Duration.ofMinutes(-5)));
    }

    public String unsigned(String subject) {
        return "Bearer " + new PlainJWT(claims(subject, "coupon:admin", Duration.ofMinutes(5))).serialize();
    }

    /** Signed with the public key as if that were a shared secret. */
    public String confused(String subject) {
        try {
            var token = new SignedJWT(
                    new JWSHeader(JWSAlgorithm.HS256), claims(subject, "coupon:admin", Duration.ofMinutes(5)));
            token.sign(new MACSigner(key.toRSAPublicKey().getEncoded()));
            return "Bearer " + token.serialize();
        } catch (JOSEException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private String signed(JWTClaimsSet claims) {
        try {
            var token = new SignedJWT(new JWSHeader(JWSAlgorithm.RS256), claims);
            token.sign(new RSASSASigner(key));
            return "Bearer " + token.serialize();
        } catch (JOSEException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static JWTClaimsSet claims(String subject, String scope, Duration valid) {
        return new JWTClaimsSet.Builder()
                .subject(subject)
                .claim("scope", scope)
                .expirationTime(Date.from(Instant.now().plus(valid)))
                .build();
    }
}
