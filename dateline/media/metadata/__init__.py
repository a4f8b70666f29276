"""What a picture file says about its picture: read when it comes in, written into everything that goes out.

facts      what we want to know, in one frozen record
xmp        XMP packets (ISO 16684), with the IPTC Photo Metadata Standard's and PLUS's properties
iim        IPTC-IIM 4.2, the older record in JPEG files
exif       what cameras write
reading    the three put together; who wins is decided there
writing    the packet, the record and the tags of a file that goes out
stripping  takes the camera's own tags out of a file that others made
"""
