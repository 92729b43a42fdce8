"""Signs a trusted list as its operators do, with lxml for the canonical form.

usage: sign_list.py LIST KEY CERTIFICATE exclusive|inclusive
"""

import base64
import hashlib
import sys

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa, utils
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA
from lxml import etree

DS = "http://www.w3.org/2000/09/xmldsig#"
XADES = "http://uri.etsi.org/01903/v1.3.2#"
FORMS = {
    "exclusive": "http://www.w3.org/2001/10/xml-exc-c14n#",
    "inclusive": "http://www.w3.org/TR/2001/REC-xml-c14n-20010315",
}
path, key_path, certificate_path, form = sys.argv[1:]
tree = etree.parse(path)
root = tree.getroot()
key = serialization.load_pem_private_key(open(key_path, "rb").read(), None)
method = "rsa-sha256" if isinstance(key, rsa.RSAPrivateKey) else "ecdsa-sha256"


def canonical(node):
    return etree.tostring(node, method="c14n", exclusive=form == "exclusive", with_comments=False)


def digest(text):
    return base64.b64encode(hashlib.sha256(text).digest()).decode()


def reference(uri, transforms, value):
    inner = "".join(f'<ds:Transform Algorithm="{one}"/>' for one in transforms)
    return (
        f'<ds:Reference URI="{uri}"><ds:Transforms>{inner}</ds:Transforms>'
        '<ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/>'
        f"<ds:DigestValue>{value}</ds:DigestValue></ds:Reference>"
    )


pem = open(certificate_path).read().split("-----")[2]
whole = digest(canonical(tree))
root.append(
    etree.fromstring(
        f'<ds:Signature xmlns:ds="{DS}" Id="sig"><ds:SignedInfo/><ds:SignatureValue/>'
        f"<ds:KeyInfo><ds:X509Data><ds:X509Certificate>{pem}</ds:X509Certificate></ds:X509Data></ds:KeyInfo>"
        f'<ds:Object><xades:QualifyingProperties xmlns:xades="{XADES}" Target="#sig">'
        '<xades:SignedProperties Id="props"><xades:SigningTime>2026-11-30T00:00:00Z</xades:SigningTime>'
        "</xades:SignedProperties></xades:QualifyingProperties></ds:Object></ds:Signature>"
    )
)
signature = root[-1]
properties = signature.find(f".//{{{XADES}}}SignedProperties")
enveloped = DS + "enveloped-signature"
references = reference("", [enveloped, FORMS[form]], whole)
references += reference("#props", [FORMS[form]], digest(canonical(properties)))
info = etree.fromstring(
    f'<ds:SignedInfo xmlns:ds="{DS}"><ds:CanonicalizationMethod Algorithm="{FORMS[form]}"/>'
    f'<ds:SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#{method}"/>'
    f"{references}</ds:SignedInfo>"
)
signature.replace(signature[0], info)
message = canonical(info)
if method == "rsa-sha256":
    value = key.sign(message, padding.PKCS1v15(), hashes.SHA256())
else:
    r, s = utils.decode_dss_signature(key.sign(message, ECDSA(hashes.SHA256())))
    value = r.to_bytes(32, "big") + s.to_bytes(32, "big")
signature[1].text = base64.encodebytes(value).decode()
tree.write(path, encoding="UTF-8", xml_declaration=True)
